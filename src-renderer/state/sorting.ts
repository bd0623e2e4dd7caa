import { create } from 'zustand'
import type { QueueRow } from '../../src-shared/contract/schemas.ts'
import type { AppState } from './app-store.ts'
import { isEnded } from './rows.ts'

/** By what the rows of the queue can be ordered; `position` is the engine's own order. */
const COLUMNS = ['position', 'name', 'added', 'pages', 'ends', 'cost'] as const
export type SortColumn = (typeof COLUMNS)[number]

export interface Sort {
  by: SortColumn
  /** Largest, last or latest first. */
  down: boolean
}

const POSITION: Sort = { by: 'position', down: false }
const KEY = 'sluice.queue-sort'

/** The order a person chose; it holds as long as the window, reloads included. */
export const useSort = create<Sort>(restored)

/** A first press sorts upwards, the second downwards, the third as the engine works. */
export function nextSort({ by, down }: Sort, column: SortColumn): Sort {
  if (by !== column) return { by: column, down: false }
  return down ? POSITION : { by, down: true }
}

export function chooseSort(column: SortColumn): void {
  const next = nextSort(useSort.getState(), column)
  useSort.setState(next)
  try {
    sessionStorage.setItem(KEY, JSON.stringify(next))
  } catch {
    // Storage is forbidden: it holds until the page is loaded again.
  }
}

function restored(): Sort {
  try {
    const { by, down } = JSON.parse(sessionStorage.getItem(KEY) ?? '') as Partial<Sort>
    return by !== undefined && COLUMNS.includes(by) ? { by, down: down === true } : POSITION
  } catch {
    return POSITION
  }
}

type Rows = AppState['rows']
/** What a row is ordered by; null where its cell is empty. */
type SortKey = string | number | null

const natural = new Intl.Collator('en', { numeric: true })

const KEYS: Record<Exclude<SortColumn, 'position' | 'ends'>, (row: QueueRow) => SortKey> = {
  name: (row) => row.name,
  added: (row) => row.addedAt,
  pages: (row) => row.pages,
  cost(row) {
    if (row.provider === 'offline') return 0
    if (isEnded(row)) return row.costUsd
    return row.estimate === null ? row.costUsd || null : Math.max(row.costUsd, row.estimate.costUsd)
  },
}

/**
 * Orders ids as a person asks, and gives the same array while nothing moved. Of 10,000 rows few change from one frame
 * to the next: those are taken out, ordered, and merged in again.
 */
export function createSorter(): (state: Pick<AppState, 'rows' | 'order'>, sort: Sort) => readonly string[] {
  let last: { sort: Sort; ids: readonly string[]; keys: ReadonlyMap<string, SortKey> } | null = null
  return ({ rows, order }, sort) => {
    const { by, down } = sort
    // Documents end in the order of the queue, so the two are one.
    if (by === 'position' || by === 'ends') return down ? fromTheEnd(rows, order) : order
    const known = last?.sort.by === by && last.sort.down === down ? last : null
    const keys = new Map<string, SortKey>()
    const moved: string[] = []
    for (const [id, row] of rows) {
      const key = KEYS[by](row)
      keys.set(id, key)
      if (known?.keys.get(id) !== key) moved.push(id)
    }
    if (known !== null && moved.length === 0 && keys.size === known.keys.size) return known.ids
    const compare = comparison(rows, keys, down)
    const again = new Set(moved)
    const kept = known === null ? [] : known.ids.filter((id) => keys.has(id) && !again.has(id))
    last = { sort, keys, ids: merge(kept, moved.toSorted(compare), compare) }
    return last.ids
  }
}

/** The last that waits first; what has ended has no position and stays behind. */
function fromTheEnd(rows: Rows, order: readonly string[]): string[] {
  const ended = (id: string) => isEnded(rows.get(id) as QueueRow)
  return [...order.filter((id) => !ended(id)).toReversed(), ...order.filter(ended)]
}

type Compare = (a: string, b: string) => number

/** Empty cells come last either way. Two alike stand as they were added, so that progress alone moves no row. */
function comparison(rows: Rows, keys: ReadonlyMap<string, SortKey>, down: boolean): Compare {
  const sign = down ? -1 : 1
  return (a, b) => {
    const [keyA, keyB] = [keys.get(a) ?? null, keys.get(b) ?? null]
    const differs =
      keyA === null || keyB === null ? Number(keyA === null) - Number(keyB === null) : sign * compareKeys(keyA, keyB)
    return differs || (rows.get(a)?.addedAt ?? 0) - (rows.get(b)?.addedAt ?? 0) || (a < b ? -1 : Number(a > b))
  }
}

function compareKeys(a: string | number, b: string | number): number {
  return typeof a === 'number' || typeof b === 'number' ? Number(a) - Number(b) : natural.compare(a, b)
}

/** Two ordered lists as one. */
function merge(a: readonly string[], b: readonly string[], compare: Compare): string[] {
  const merged: string[] = []
  let at = 0
  for (const id of a) {
    for (let next = b[at]; next !== undefined && compare(next, id) < 0; next = b[at]) {
      merged.push(next)
      at += 1
    }
    merged.push(id)
  }
  return [...merged, ...b.slice(at)]
}
