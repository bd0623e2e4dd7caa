import type { Progress } from '../../src-shared/contract/events.ts'
import type { QueueRow } from '../../src-shared/contract/schemas.ts'
import type { AppState } from './app-store.ts'
import { isEnded } from './rows.ts'

/** When a document will be over: from now, in ms. `rough`: its chunks, or those of one before it, are not all known. */
export interface Eta {
  ms: number
  rough: boolean
}

/** Chunks a page gives where nothing of the document is known; a page of plain text is about one chunk. */
const CHUNKS_A_PAGE = 0.6
/** Pages of a document of which only the size is known. */
const BYTES_A_PAGE = 150_000

/** Chunks still to be asked, and whether that is a guess. */
export function chunksLeft(row: QueueRow): { chunks: number; rough: boolean } {
  const { total, completed, failed, cancelled } = row.chunks
  if (row.phases.chunking === 'completed') return { chunks: total - completed - failed - cancelled, rough: false }
  const pages = row.pages ?? Math.max(1, row.bytes / BYTES_A_PAGE)
  const density = row.pagesDone > 0 && total > 0 ? total / row.pagesDone : CHUNKS_A_PAGE
  const expected = Math.max(total, Math.ceil(pages * density))
  return { chunks: expected - completed - failed - cancelled, rough: true }
}

/** Whether a phase that it has not done yet is paused: it has no end, and those behind it do not wait for it. */
function isStopped(row: QueueRow, paused: AppState['paused']): boolean {
  return paused.phases.some((phase) => row.phases[phase] !== 'completed')
}

/**
 * The end of each document that waits: chunks are asked in the order of the queue, so each adds to those before it.
 * None while the pace is not known, the lane is held, or a pause stands before it.
 */
export function etas(
  state: Pick<AppState, 'rows' | 'order' | 'paused'>,
  progress: Progress | null,
): ReadonlyMap<string, Eta> {
  const found = new Map<string, Eta>()
  const pace = progress?.msPerChunk ?? null
  const { all, finishing } = state.paused
  const stopped = progress?.state === 'paused' || progress?.waitReason?.kind === 'service'
  if (pace === null || stopped) return found
  let chunks = 0
  let rough = false
  for (const id of state.order) {
    const row = state.rows.get(id)
    if (row === undefined || isEnded(row) || (all && id !== finishing) || isStopped(row, state.paused)) continue
    const left = chunksLeft(row)
    chunks += left.chunks
    rough ||= left.rough
    found.set(id, { ms: chunks * pace, rough })
  }
  return found
}
