import { describe, expect, it } from 'vitest'
import type { Activity, EngineEvent } from '../../src-shared/contract/events.ts'
import { makeRow, NOW } from '../testing/rows.ts'
import { makeProgress } from '../testing/situations.ts'
import { makeHistory, makeWindow, STEP_MS } from '../testing/window.ts'
import { EMPTY_STATE, type AppState } from './app-store.ts'
import { filterCounts, filterRows } from './filters.ts'
import { phaseShares } from './phase-shares.ts'
import { applyEvents, fromSnapshot } from './reduce.ts'

const a = makeRow({ id: 'a', position: 2 }, ['pending'])
const b = makeRow({ id: 'b', position: 1 }, ['pending'])
const late = makeRow({ id: 'late', position: 1, priority: 'low' }, ['pending'])
const old = makeRow({ id: 'old', state: 'completed', endedAt: NOW - 2 })
const ended = makeRow({ id: 'ended', state: 'failed', endedAt: NOW - 1 })
const window = makeWindow('open')

function snapshot(...documents: (typeof a)[]): AppState {
  const part = fromSnapshot({
    queue: {
      state: 'running',
      waitReason: null,
      paused: { all: false, phases: [], finishing: null },
      size: 0,
      current: null,
      documents,
    },
    progress: makeProgress(),
    window: { now: window, stepMs: STEP_MS, history: makeHistory(window) },
    activities: [],
  })
  return { ...EMPTY_STATE, ...part }
}
const after = (state: AppState, ...events: EngineEvent[]): AppState => ({ ...state, ...applyEvents(state, events) })
const rows = (changed: (typeof a)[], removed: string[] = []): EngineEvent => ({
  type: 'rows',
  data: { changed, removed },
})
const activity = (seq: number): Activity => ({ seq, at: NOW, kind: 'document.completed', documentId: null, text: '' })

describe('the order of rows', () => {
  it('is the order of the queue, what has ended after it, the latest first', () =>
    expect(snapshot(old, a, late, ended, b).order).toEqual(['b', 'a', 'late', 'ended', 'old']))
  it('is the same object while no row moves', () => {
    const state = snapshot(a, b)
    const next = after(state, rows([{ ...a, pagesDone: 3 }]))
    expect(next.order).toBe(state.order)
    expect(next.rows.get('a')?.pagesDone).toBe(3)
    expect(state.rows.get('a')?.pagesDone).toBe(0)
  })
  it('follows rows that come, end and go, in the order of the events', () => {
    const done = { ...b, state: 'completed' as const, endedAt: NOW }
    const next = after(snapshot(a, b, old), rows([late]), rows([done]), rows([], ['old']))
    expect(next.order).toEqual(['a', 'late', 'b'])
  })
})

describe('events', () => {
  it('of a coalescing stream replace each other', () => {
    const next = after(
      snapshot(),
      { type: 'progress', data: makeProgress({ documentsLeft: 1 }) },
      { type: 'progress', data: makeProgress({ documentsLeft: 2 }) },
    )
    expect(next.progress?.documentsLeft).toBe(2)
  })
  it('that happened are kept once, newest first', () => {
    const state = { ...snapshot(), activities: [activity(7)] }
    const next = after(state, ...[7, 8, 9].map((seq): EngineEvent => ({ type: 'activity', data: activity(seq) })))
    expect(next.activities.map(({ seq }) => seq)).toEqual([9, 8, 7])
  })
})

describe('the history of the window', () => {
  const used = (at: number, requests: number): EngineEvent => ({
    type: 'window',
    data: {
      ...window,
      at,
      limits: window.limits.map((l) => (l.dimension === 'requests' ? { ...l, used: requests } : l)),
    },
  })
  it('grows by a value a step and keeps its length', () => {
    const state = snapshot()
    const next = after(state, used(NOW + STEP_MS, 21), used(NOW + STEP_MS + 1, 22), used(NOW + 3 * STEP_MS, 23))
    expect(next.history?.history.requests).toHaveLength(120)
    expect(next.history?.history.requests.slice(-3)).toEqual([21, 23, 23])
    expect(next.window?.limits[0]?.used).toBe(23)
  })
  it('is the same object within a step', () => {
    const state = snapshot()
    expect(after(state, used(NOW + 1, 21)).history).toBe(state.history)
  })
})

describe('filters', () => {
  const gap = makeRow({ id: 'gap', state: 'completed', gaps: 2, name: 'Annex Ä.pdf' })
  const state = snapshot(a, b, old, ended, gap)
  it('count what they leave', () => {
    const counts = filterCounts(state.rows)
    expect(counts).toEqual({ all: 5, working: 0, waiting: 2, failed: 1, completed: 2, needs: 3 })
    for (const [filter, count] of Object.entries({ ...counts, needs: 2 })) {
      expect(filterRows(state, filter as keyof typeof counts)).toHaveLength(count)
    }
  })
  it('find a part of a name in any case', () => expect(filterRows(state, 'all', ' annex ä')).toEqual(['gap']))
})

describe('shares of phases', () => {
  const counts = { total: 40, completed: 9, failed: 1, cancelled: 0 }
  it('follow pages and chunks', () => {
    const row = makeRow({ id: 'x', pages: 100, pagesDone: 50, chunks: counts }, [
      'completed',
      'processing',
      'processing',
      'pending',
    ])
    expect(phaseShares(row, false)).toEqual([
      { share: 1, look: 'idle' },
      { share: 0.5, look: 'active' },
      { share: 0.5, look: 'active' },
      { share: 0.125, look: 'idle' },
    ])
  })
  it('mark what holds or failed', () => {
    const asked = makeRow({ id: 'x', chunks: counts }, ['completed', 'completed', 'completed', 'processing'])
    expect(phaseShares(asked, true)[3]).toEqual({ share: 0.25, look: 'held' })
    expect(phaseShares(makeRow({ id: 'x' }, ['completed', 'dead']), false)[1]).toEqual({ share: 0, look: 'failed' })
  })
})
