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

const KEYS: Record<Exclude<SortColumn, 'position' | 'ends'>, (row: QueueRow) => SortKey> = {
  name: (row) => naturalKey(row.name),
  added: (row) => row.addedAt,
  pages: (row) => row.pages,
  cost(row) {
    if (row.provider === 'offline' && row.costUsd === 0) return 0
    if (isEnded(row)) return row.costUsd
    return row.estimate === null ? row.costUsd || null : Math.max(row.costUsd, row.estimate.costUsd)
  },
}

/**
 * What orders names as people do, "9" before "10", whatever their case and accents. Made once a name, for `Intl.Collator`
 * takes a hundred milliseconds and more to order 10,000 of them, and the press on a head would wait for it.
 */
function naturalKey(name: string): string {
  const plain = name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  // A number of more digits is larger; the 0 before the count keeps numbers before letters.
  return plain.replaceAll(/0*(\d+)/g, (_, digits: string) => `0${String.fromCharCode(digits.length)}${digits}`)
}

/** A row with what it is ordered by. */
interface Entry {
  row: QueueRow
  key: SortKey
}

/**
 * Orders ids as a person asks, and gives the same array while nothing moved. Of 10,000 rows few change from one frame
 * to the next: those are taken out, ordered, and merged in again.
 */
export function createSorter(): (state: Pick<AppState, 'rows' | 'order'>, sort: Sort) => readonly string[] {
  let last: { sort: Sort; ids: readonly string[]; entries: ReadonlyMap<string, Entry> } | null = null
  return ({ rows, order }, sort) => {
    const { by, down } = sort
    // Documents end in the order of the queue, so the two are one.
    if (by === 'position' || by === 'ends') return down ? fromTheEnd(rows, order) : order
    const known = last?.sort.by === by ? last : null
    const turned = known !== null && known.sort.down !== down
    const entries = new Map<string, Entry>()
    const moved: Entry[] = []
    for (const [id, row] of rows) {
      const before = known?.entries.get(id)
      const entry = before?.row === row ? before : { row, key: KEYS[by](row) }
      entries.set(id, entry)
      if (turned || before?.key !== entry.key) moved.push(entry)
    }
    if (known !== null && moved.length === 0 && entries.size === known.entries.size) {
      last = { ...known, entries }
      return known.ids
    }
    const compare = comparison(down)
    const again = new Set(moved)
    const kept = (known?.ids ?? []).flatMap((id) => entries.get(id) ?? []).filter((entry) => !again.has(entry))
    last = { sort, entries, ids: merge(kept, moved.toSorted(compare), compare).map(({ row }) => row.id) }
    return last.ids
  }
}

/** The last that waits first; what has ended has no position and stays behind. */
function fromTheEnd(rows: Rows, order: readonly string[]): string[] {
  const ended = (id: string) => isEnded(rows.get(id) as QueueRow)
  return [...order.filter((id) => !ended(id)).toReversed(), ...order.filter(ended)]
}

type Compare = (a: Entry, b: Entry) => number

/** Empty cells come last either way. Two alike stand as they were added, so that progress alone moves no row. */
function comparison(down: boolean): Compare {
  const sign = down ? -1 : 1
  return (a, b) => {
    const differs =
      a.key === null || b.key === null
        ? Number(a.key === null) - Number(b.key === null)
        : sign * (a.key < b.key ? -1 : Number(a.key > b.key))
    return differs || a.row.addedAt - b.row.addedAt || (a.row.id < b.row.id ? -1 : Number(a.row.id > b.row.id))
  }
}

/** Two ordered lists as one. */
function merge(a: readonly Entry[], b: readonly Entry[], compare: Compare): Entry[] {
  const merged: Entry[] = []
  let at = 0
  for (const entry of a) {
    for (let next = b[at]; next !== undefined && compare(next, entry) < 0; next = b[at]) {
      merged.push(next)
      at += 1
    }
    merged.push(entry)
  }
  return [...merged, ...b.slice(at)]
}
