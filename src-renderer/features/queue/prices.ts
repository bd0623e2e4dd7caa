import type { QueueRow } from '../../../src-shared/contract/schemas.ts'

/** What asking the failed chunks again would cost by what the others cost; null where nothing tells. */
export function gapsPriceUsd(row: QueueRow): number | null {
  const { total, completed, failed } = row.chunks
  if (failed === 0) return null
  if (completed > 0 && row.costUsd > 0) return (row.costUsd / completed) * failed
  return row.estimate === null || total === 0 ? null : (row.estimate.costUsd / total) * failed
}

/** What is still to be paid for a document that is tried again: its chunks that have no answer. */
export function retryPriceUsd(row: QueueRow): number | null {
  const { total, completed } = row.chunks
  return row.estimate === null || total === 0 ? null : (row.estimate.costUsd * (total - completed)) / total
}
