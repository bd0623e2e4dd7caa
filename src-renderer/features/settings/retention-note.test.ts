import { expect, it } from 'vitest'
import { retentionText } from './retention-note.tsx'

const retention = {
  answers: { days: 30, answers: 1200, input: 64_000, output: 9_000, costUsd: 0.123 },
  files: { days: 7, files: 1, bytes: 3_500_000 },
  removed: { answers: 0, costUsd: 0, files: 0, bytes: 0 },
}

it('what a setting will remove stands beside it, with its price', () => {
  expect(retentionText('keepAnswersDays', retention)).toMatch(
    /^1,200 answers are older\. Removed while Sluice works, in half an hour.* would cost \$0\.12: 64,000 input and 9,000 output/,
  )
  expect(retentionText('keepFilesDays', retention)).toMatch(/^1 stored copy is older, 3\.5 MB\. Removed while/)
  expect(retentionText('graceSeconds', retention)).toBeNull()
  const nothing = { ...retention, answers: { ...retention.answers, answers: 0 } }
  expect(retentionText('keepAnswersDays', nothing)).toBeNull()
})
