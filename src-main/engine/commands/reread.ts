import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Phase } from '../../../src-shared/model/phase.ts'
import { formatUsd, MICRO_USD_PER_USD } from '../../../src-shared/model/money.ts'

/** Phases that read the file itself. */
const READ_FILE: readonly Phase[] = ['ingestion', 'extraction']

/**
 * Whether a document can be read again from a phase on. Rejects with file_removed where what it would be read from is gone
 * by its age, with answers_removed where its answers are and nobody said that they may be paid again.
 */
export function checkReread(report: CommandOutput<'report.document'>, phase: Phase, pay: boolean): void {
  const { name, fileRemovedAt, removedAnswers } = report
  if (fileRemovedAt !== null && READ_FILE.includes(phase)) {
    throw new SluiceError(
      'file_removed',
      `expected the stored copy of ${name}; it was removed by its age (keepFilesDays)`,
    )
  }
  if (removedAnswers === null || pay) return
  const { chunks, input, output, costUsd } = removedAnswers
  const cost = formatUsd(Math.round(costUsd * MICRO_USD_PER_USD))
  throw new SluiceError(
    'answers_removed',
    `expected the answers of ${name}; those to ${chunks === 1 ? '1 chunk' : `${chunks} chunks`} were removed by their age (keepAnswersDays): asking again costs about ${cost}, ${input} input and ${output} output tokens`,
  )
}
