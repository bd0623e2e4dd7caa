import { expect, it } from 'vitest'
import { answersRemovedText, fileRemoved, fileRemovedText } from './removed-by-age.ts'
import { makeDocument } from './testing/documents.ts'

const NOW = 1_790_100_000_000

it('a document whose copy its age has taken says so with its remedy', () => {
  expect([fileRemoved(makeDocument(), NOW), fileRemovedText(makeDocument(), NOW)]).toEqual([null, null])
  expect(fileRemovedText(makeDocument({ fileRemovedAt: NOW - 1000 }), NOW)).toMatch(
    /^The stored copy .* Add the same file/,
  )
  const { code, message, info } = fileRemoved(makeDocument({ fileRemovedAt: NOW - 1000 }), NOW) ?? {}
  expect(code).toBe('file_removed')
  expect(message).toMatch(/^expected the stored copy of report\.pdf; it was removed .*\d\d:\d\d$/)
  expect(info?.remedy).toMatch(/^Add the same file again/)
})

it('answers that its age has taken are told with what asking again would cost', () => {
  expect(answersRemovedText(makeDocument(), NOW)).toBeNull()
  const removedAnswers = { chunks: 1, at: NOW - 1000, input: 4_500, output: 2_200, costUsd: 0.0123 }
  expect(answersRemovedText(makeDocument({ removedAnswers }), NOW)).toMatch(
    /^The answers of 1 chunk were removed .* would cost ≈ \$0\.01\d*: ≈ 4,500 input and ≈ 2,200 output tokens\.$/,
  )
})
