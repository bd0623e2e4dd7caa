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

/** Merges changes; the order is made anew only where a row came, went or moved. */
export function applyRowChanges(state: Rows, batches: readonly RowChanges[]): Rows {
  const rows = new Map(state.rows)
  let moved = false
  for (const { changed, removed } of batches) {
    for (const row of changed) {
      const before = rows.get(row.id)
      if (before === undefined || compareRows(before, row) !== 0) moved = true
      rows.set(row.id, row)
    }
    for (const id of removed) if (rows.delete(id)) moved = true
  }
  return { rows, order: moved ? orderOf(rows) : state.order }
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
