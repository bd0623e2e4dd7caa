import type { QueueRow } from '../../src-shared/contract/schemas.ts'
import type { AppState } from './app-store.ts'

export const FILTERS = ['all', 'working', 'waiting', 'failed', 'completed', 'needs'] as const
export type Filter = (typeof FILTERS)[number]

export function matches(row: QueueRow, filter: Filter): boolean {
  switch (filter) {
    case 'working':
      return row.state === 'processing'
    case 'waiting':
      return row.state === 'queued' || row.state === 'waiting'
    case 'failed':
    case 'completed':
      return row.state === filter
    case 'needs':
      return needsYou(row)
    default:
      return true
  }
}

/** What a person can mend: it failed, or ended with pages lost. */
export function needsYou(row: QueueRow): boolean {
  return row.state === 'failed' || (row.state === 'completed' && row.gaps > 0)
}

/** Ids that a filter and a search for a part of the name leave, in their order. */
export function filterRows(
  { rows, order }: Pick<AppState, 'rows' | 'order'>,
  filter: Filter,
  name = '',
): readonly string[] {
  const part = name.trim().toLowerCase()
  if (filter === 'all' && part === '') return order
  return order.filter((id) => {
    const row = rows.get(id)
    return row !== undefined && matches(row, filter) && (part === '' || row.name.toLowerCase().includes(part))
  })
}

export function filterCounts(rows: AppState['rows']): Record<Filter, number> {
  const counts: Record<Filter, number> = { all: rows.size, working: 0, waiting: 0, failed: 0, completed: 0, needs: 0 }
  for (const row of rows.values()) {
    for (const filter of FILTERS) if (filter !== 'all' && matches(row, filter)) counts[filter] += 1
  }
  return counts
}
