import { describe, expect, it } from 'vitest'
import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { keptText, missingLines, noticeLines, removedText } from './retention-lines.ts'

const AT = Date.UTC(2026, 0, 2, 12)

const RETENTION: CommandOutput<'retention.get'> = {
  answers: { days: 30, answers: 1200, input: 64_000, output: 9_000, costUsd: 0.123 },
  files: { days: 0, files: 0, bytes: 0 },
  removed: { answers: 0, costUsd: 0, files: 0, bytes: 0 },
}

describe('what is kept for a time only', () => {
  it('is told with what is older, and what having it again takes', () => {
    expect(keptText(RETENTION)).toBe(
      'answers are kept for 30 days (1,200 older: asked again, the same texts would cost $0.12, 64,000 input and 9,000 output tokens), stored copies of complete documents for ever',
    )
    const files = { days: 1, files: 2, bytes: 3_500_000 }
    expect(keptText({ ...RETENTION, answers: { ...RETENTION.answers, days: 0, answers: 0 }, files })).toBe(
      'answers are kept for ever, stored copies of complete documents for 1 day (2 older: 4 MB)',
    )
  })

  it('is told once it is gone', () => {
    expect(removedText(RETENTION)).toBe('')
    const removed = { answers: 3, costUsd: 0.5, files: 1, bytes: 3_500_000 }
    expect(removedText({ ...RETENTION, removed })).toBe(
      'removed so far: 3 answers that cost $0.50, 1 stored copy (4 MB)',
    )
  })

  it('says what a changed setting will remove, when, and what takes it back', () => {
    expect(noticeLines('keepAnswersDays', RETENTION)).toEqual([
      expect.stringMatching(/^1,200 answers are older: asked again, .*\$0\.12.*half an hour at the earliest\.$/),
      'Until then this takes it back: npm start -- config unset keepAnswersDays',
    ])
    expect(noticeLines('keepFilesDays', RETENTION)).toEqual([])
    const files = { days: 9, files: 0, bytes: 0 }
    expect(noticeLines('keepFilesDays', { ...RETENTION, files })).toEqual(['Nothing is older now.'])
    expect(noticeLines('keepFilesDays', { ...RETENTION, files: { days: 9, files: 1, bytes: 1 } })[0]).toMatch(
      /^1 stored copy is older \(1 MB\): pages are shown again when the same file is added again\./,
    )
  })

  it('is a line of the document that lacks it', () => {
    expect(missingLines({ fileRemovedAt: null, removedAnswers: null })).toEqual([])
    const removedAnswers = { chunks: 3, at: AT, input: 4_500, output: 2_200, costUsd: 0.0123 }
    expect(missingLines({ fileRemovedAt: AT, removedAnswers })).toEqual([
      'Original   removed on 2026-01-02 12:00 UTC; add the same file again to see its pages',
      'Answers    of 3 chunks removed on 2026-01-02 12:00 UTC; asked again: ≈ 4,500 input · ≈ 2,200 output · ≈ $0.012',
    ])
  })
})
