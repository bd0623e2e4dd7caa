import { describe, expect, it } from 'vitest'
import type { QueueRow } from '../../src-shared/contract/schemas.ts'
import { makeRow } from '../testing/rows.ts'
import { orderOf } from './rows.ts'
import { createSorter, nextSort, type Sort, type SortColumn } from './sorting.ts'

const chunks = { total: 10, completed: 0, failed: 0, cancelled: 0 }
const nine = makeRow({ id: 'nine', name: 'Report 9.pdf', position: 1, addedAt: 3, pages: 40, chunks })
const ten = makeRow({ id: 'ten', name: 'Report 10.pdf', position: 2, addedAt: 1 })
const ended = makeRow({ id: 'ended', name: 'annex.pdf', state: 'completed', addedAt: 2, pages: 7, costUsd: 0.2 })
const stateOf = (...list: QueueRow[]) => {
  const rows = new Map(list.map((row) => [row.id, row]))
  return { rows, order: orderOf(rows) }
}
const all = stateOf(ended, ten, nine)
const up = (by: SortColumn): Sort => ({ by, down: false })
const down = (by: SortColumn): Sort => ({ by, down: true })

describe('the order of the rows', () => {
  it.each([
    [up('position'), ['nine', 'ten', 'ended']],
    [down('position'), ['ten', 'nine', 'ended']],
    [up('name'), ['ended', 'nine', 'ten']],
    [down('name'), ['ten', 'nine', 'ended']],
    [up('added'), ['ten', 'ended', 'nine']],
    [up('pages'), ['ended', 'nine', 'ten']],
    [down('pages'), ['nine', 'ended', 'ten']],
    [down('ends'), ['ten', 'nine', 'ended']],
    [up('cost'), ['nine', 'ended', 'ten']],
    [down('cost'), ['ended', 'nine', 'ten']],
  ] as const)('is what was asked for: %o', (sort, ids) => expect(createSorter()(all, sort)).toEqual(ids))

  it('puts what the finder and then a model read with what it cost, not with what was free', () => {
    const half = makeRow({ id: 'half', provider: 'offline', state: 'completed', costUsd: 0.3 })
    const free = makeRow({ id: 'free', provider: 'offline', state: 'completed', costUsd: 0 })
    expect(createSorter()(stateOf(half, free, ended), up('cost'))).toEqual(['free', 'ended', 'half'])
  })

  it('of names is as people read them: numbers by value, whatever case and accents', () => {
    const names = ['Água 2.pdf', 'agua 010.pdf', 'AGUA 10b.pdf', 'aguas.pdf', 'Émile.pdf', 'zoo.pdf']
    const state = stateOf(...names.toReversed().map((name, i) => makeRow({ id: name, name, addedAt: i })))
    expect(createSorter()(state, up('name'))).toEqual(names)
    expect(createSorter()(state, down('name'))).toEqual(names.toReversed())
  })

  it('is turned as a whole by a second press, and keeps what is empty behind', () => {
    const state = stateOf(ended, ten, nine, makeRow({ id: 'new', pages: null, addedAt: 4 }))
    const sorted = createSorter()
    expect(sorted(state, up('pages'))).toEqual(['ended', 'nine', 'ten', 'new'])
    expect(sorted(state, down('pages'))).toEqual(['nine', 'ended', 'ten', 'new'])
  })

  it('is the same array while rows change in other ways', () => {
    const sorted = createSorter()
    const before = sorted(all, up('name'))
    expect(sorted(stateOf(ended, ten, { ...nine, pagesDone: 12 }), up('name'))).toBe(before)
  })

  it('takes in what came, went or moved, as if it were ordered anew', () => {
    const many = (from: number, to: number) =>
      Array.from({ length: to - from }, (_, i) => makeRow({ id: `${from + i}`, pages: ((from + i) * 7919) % 100 }))
    const sorted = createSorter()
    sorted(stateOf(...many(0, 300)), down('pages'))
    const later = stateOf(...many(20, 320).map((row, i) => (i % 30 === 0 ? { ...row, pages: i } : row)))
    expect(sorted(later, down('pages'))).toEqual(createSorter()(later, down('pages')))
    expect(sorted(later, up('name'))).toEqual(createSorter()(later, up('name')))
  })
})

it('presses go up, down, and back to the order of the queue', () => {
  const first = nextSort(up('position'), 'pages')
  const second = nextSort(first, 'pages')
  expect([first, second, nextSort(second, 'pages'), nextSort(second, 'cost')]).toEqual([
    up('pages'),
    down('pages'),
    up('position'),
    up('cost'),
  ])
})
