import type { RowChanges } from '../../src-shared/contract/events.ts'
import type { QueueRow } from '../../src-shared/contract/schemas.ts'
import { PRIORITIES } from '../../src-shared/model/document.ts'
import type { AppState } from './app-store.ts'

/** Position of a row that has none. */
const LAST = Number.MAX_SAFE_INTEGER

type Rows = Pick<AppState, 'rows' | 'order'>

export function isEnded(row: QueueRow): boolean {
  return row.state === 'completed' || row.state === 'failed' || row.state === 'cancelled'
}

/** Merges changes. Only what came, went or moved is put in its place: of ten thousand rows a few move in a frame. */
export function applyRowChanges(state: Rows, batches: readonly RowChanges[]): Rows {
  const rows = new Map(state.rows)
  const moved = new Set<string>()
  for (const { changed, removed } of batches) {
    for (const row of changed) {
      const before = rows.get(row.id)
      if (before === undefined || compareRows(before, row) !== 0) moved.add(row.id)
      rows.set(row.id, row)
    }
    for (const id of removed) if (rows.delete(id)) moved.add(id)
  }
  return { rows, order: moved.size === 0 ? state.order : reordered(state.order, moved, rows) }
}

/** `order` without the ids that have moved, and these where their rows belong now. */
function reordered(order: readonly string[], moved: ReadonlySet<string>, rows: Rows['rows']): string[] {
  const kept = order.filter((id) => !moved.has(id))
  const come = [...moved].flatMap((id) => rows.get(id) ?? []).toSorted(compareRows)
  const next: string[] = []
  let from = 0
  for (const row of come) {
    const to = placeOf(row, kept, rows)
    for (const id of kept.slice(from, to)) next.push(id)
    next.push(row.id)
    from = to
  }
  return next.concat(kept.slice(from))
}

/** How many of the sorted ids come before a row, by halving. */
function placeOf(row: QueueRow, sorted: readonly string[], rows: Rows['rows']): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const other = rows.get(sorted[middle] ?? '')
    if (other !== undefined && compareRows(row, other) < 0) high = middle
    else low = middle + 1
  }
  return low
}

/** Ids as the engine works on them; what has ended comes after, the latest first. */
export function orderOf(rows: ReadonlyMap<string, QueueRow>): string[] {
  return [...rows.values()].toSorted(compareRows).map((row) => row.id)
}

function compareRows(a: QueueRow, b: QueueRow): number {
  const endedA = isEnded(a)
  if (endedA !== isEnded(b)) return endedA ? 1 : -1
  if (endedA) return (b.endedAt ?? 0) - (a.endedAt ?? 0)
  return (
    PRIORITIES.indexOf(a.priority) - PRIORITIES.indexOf(b.priority) ||
    (a.position ?? LAST) - (b.position ?? LAST) ||
    a.addedAt - b.addedAt
  )
}
