import { describe, expect, it } from 'vitest'
import { makeRow } from '../testing/rows.ts'
import { makeProgress } from '../testing/situations.ts'
import { chunksLeft, etas } from './eta.ts'

const DONE = ['completed', 'completed', 'completed'] as const
const chunks = (total: number, completed = 0) => ({ total, completed, failed: 0, cancelled: 0 })
const known = makeRow({ id: 'known', chunks: chunks(100, 40) }, [...DONE, 'processing'])
const next = makeRow({ id: 'next', chunks: chunks(10) }, [...DONE, 'pending'])
const half = makeRow({ id: 'half', pages: 200, pagesDone: 50, chunks: chunks(25) }, ['completed', 'processing'])
const ended = makeRow({ id: 'ended', state: 'completed', chunks: chunks(5, 5) }, [...DONE, 'completed'])
const state = (...rows: (typeof known)[]) => ({
  rows: new Map(rows.map((row) => [row.id, row])),
  order: rows.map((row) => row.id),
  paused: { all: false, phases: [], finishing: null },
})

describe('chunks that are left', () => {
  it('are counted once chunking is over', () => expect(chunksLeft(known)).toEqual({ chunks: 60, rough: false }))
  it('follow from the pages read so far', () => expect(chunksLeft(half)).toEqual({ chunks: 100, rough: true }))
  it('are guessed from the size of a file that was not opened yet', () => {
    const { chunks: left, rough } = chunksLeft(makeRow({ id: 'new', bytes: 15_000_000 }, ['pending']))
    expect(rough).toBe(true)
    expect(left).toBe(60)
  })
})

describe('the ends of documents', () => {
  const progress = makeProgress({ msPerChunk: 1000 })
  it('add up in the order of the queue; a guess makes all after it rough', () => {
    const found = etas(state(known, half, next, ended), progress)
    expect([...found]).toEqual([
      ['known', { ms: 60_000, rough: false }],
      ['half', { ms: 160_000, rough: true }],
      ['next', { ms: 170_000, rough: true }],
    ])
  })
  it('are told of the one document that ends before a pause', () => {
    const paused = { all: true, phases: [], finishing: 'next' }
    expect([...etas({ ...state(known, next), paused }, progress)]).toEqual([['next', { ms: 10_000, rough: false }]])
  })
  it('are unknown behind a phase that is paused, and come the sooner for the others', () => {
    const paused = { all: false, phases: ['extraction' as const], finishing: null }
    expect([...etas({ ...state(half, known), paused }, progress).keys()]).toEqual(['known'])
    expect(etas({ ...state(half, known), paused }, progress).get('known')).toEqual({ ms: 60_000, rough: false })
  })
  it('are unknown without a pace, and while nothing flows', () => {
    const held = {
      kind: 'service' as const,
      text: '',
      since: 0,
      until: null,
      error: null,
      needsPerson: true,
    }
    expect(etas(state(known), makeProgress()).size).toBe(0)
    expect(etas(state(known), { ...progress, state: 'paused' }).size).toBe(0)
    expect(etas(state(known), { ...progress, state: 'waiting', waitReason: held }).size).toBe(0)
  })
})
