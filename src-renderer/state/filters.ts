import type { QueueRow } from '../../src-shared/contract/schemas.ts'
import type { AppState } from './app-store.ts'

export const FILTERS = ['all', 'working', 'waiting', 'failed', 'completed', 'needs'] as const
export type Filter = (typeof FILTERS)[number]

export function matches(row: QueueRow, filter: Filter): boolean {
  return TESTS[filter](row)
}

const TESTS: Record<Filter, (row: QueueRow) => boolean> = {
  all: () => true,
  working: (row) => row.state === 'processing',
  waiting: (row) => row.state === 'queued' || row.state === 'waiting',
  failed: (row) => row.state === 'failed',
  completed: (row) => row.state === 'completed',
  needs: needsYou,
}

/** What a person can mend or let go: it failed, or ended with pages lost. */
function needsYou(row: QueueRow): boolean {
  return row.letters > 0
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

/** How many rows each filter leaves; of `needs` the dead letters. One pass, for it is made anew while events come. */
export function filterCounts(rows: AppState['rows']): Record<Filter, number> {
  const counts: Record<Filter, number> = { all: rows.size, working: 0, waiting: 0, failed: 0, completed: 0, needs: 0 }
  for (const row of rows.values()) {
    if (row.state === 'processing') counts.working += 1
    else if (row.state === 'queued' || row.state === 'waiting') counts.waiting += 1
    else if (row.state !== 'cancelled') counts[row.state] += 1
    counts.needs += row.letters
  }
  return counts
}
