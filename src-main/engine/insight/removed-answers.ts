import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { costOf } from '../../../src-shared/model/models.ts'
import { toUsd } from '../../../src-shared/model/money.ts'
import { NO_USAGE } from '../../../src-shared/model/usage.ts'

type Report = CommandOutput<'report.document'>

/** Chunks whose answers were removed by their age, and what the model would cost for them by the estimate; null where none were. */
export function removedAnswers(chunks: Report['chunkRows'], model: string): Report['removedAnswers'] {
  const removed = chunks.filter((chunk) => chunk.answerRemovedAt !== null)
  if (removed.length === 0) return null
  const input = removed.reduce((sum, { estimated }) => sum + estimated.input, 0)
  const output = removed.reduce((sum, { estimated }) => sum + estimated.output, 0)
  return {
    chunks: removed.length,
    at: removed.reduce((last, { answerRemovedAt }) => Math.max(last, answerRemovedAt ?? 0), 0),
    input,
    output,
    // The plain price of each: a sum of many could pass the length from which a model charges more.
    costUsd: toUsd(removed.reduce((sum, { estimated }) => sum + costOf(model, { ...NO_USAGE, ...estimated }), 0)),
  }
}
