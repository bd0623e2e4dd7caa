import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import type { Gap } from '../../../src-shared/contract/schemas.ts'

export type DocumentDetail = CommandOutput<'report.document'>
export type ChunkRow = DocumentDetail['chunkRows'][number]

export const CHUNK_FILTERS = ['all', 'gaps', 'repaired', 'reused', 'waiting'] as const
export type ChunkFilter = (typeof CHUNK_FILTERS)[number]

const TESTS: Record<ChunkFilter, (chunk: ChunkRow) => boolean> = {
  all: () => true,
  gaps: (chunk) => chunk.state === 'failed',
  repaired: (chunk) => chunk.repairs > 0,
  reused: isReused,
  waiting: (chunk) => chunk.state === 'pending',
}

export function filterChunks(chunks: readonly ChunkRow[], filter: ChunkFilter): ChunkRow[] {
  return chunks.filter(TESTS[filter])
}

export function countChunks(chunks: readonly ChunkRow[]): Record<ChunkFilter, number> {
  return Object.fromEntries(
    CHUNK_FILTERS.map((filter) => [filter, chunks.reduce((n, chunk) => n + Number(TESTS[filter](chunk)), 0)]),
  ) as Record<ChunkFilter, number>
}

/** Answered from the ledger, nothing was paid for it. */
export function isReused(chunk: ChunkRow): boolean {
  return chunk.calls.reused > 0 && chunk.calls.answered === 0
}

/**
 * What a retry will cost, in dollars, by the document's own estimate: its chunks that have no valid answer. Null where it
 * is not known (a document that failed before its chunks were cut, pages that could not be read), 0 where nothing is paid.
 * @param gap the gap that is retried alone; without one what was discarded is left out.
 */
export function retryCostUsd(document: DocumentDetail, gap?: Pick<Gap, 'code' | 'discarded'>): number | null {
  const failed = document.chunkRows.filter(
    ({ state, error, discarded }) =>
      state !== 'completed' && discarded === (gap?.discarded ?? false) && (!gap || error?.code === gap.code),
  )
  return askingCostUsd(document, failed)
}

/** What asking these chunks will cost, by the document's own estimate; null where there are none, or nothing tells. */
export function askingCostUsd(document: DocumentDetail, chunks: readonly ChunkRow[]): number | null {
  if (chunks.length === 0) return null
  if (!document.estimate) return document.provider === 'offline' ? 0 : null
  const { input, costUsd } = document.estimate
  return input === 0 ? null : (costUsd * chunks.reduce((sum, chunk) => sum + chunk.estimated.input, 0)) / input
}
