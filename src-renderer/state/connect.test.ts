import { describe, expect, it } from 'vitest'
import { createStore } from 'zustand/vanilla'
import { SluiceError } from '../../src-shared/contract/errors.ts'
import { createFakeClient } from '../testing/fake-client.ts'
import { makeRow } from '../testing/rows.ts'
import { makeProgress } from '../testing/situations.ts'
import { makeWindow } from '../testing/window.ts'
import { EMPTY_STATE, type AppState } from './app-store.ts'
import { connect } from './connect.ts'
import { createPump } from './pump.ts'

const row = makeRow({ id: 'a', position: 1 }, ['pending'])

function setUp(handlers?: Parameters<typeof createFakeClient>[1]) {
  const engine = {
    rows: [row],
    progress: makeProgress(),
    window: makeWindow('open'),
    paused: { all: false, phases: [], finishing: null },
    activities: [],
    transfers: [],
  }
  const client = createFakeClient(engine, handlers)
  const store = createStore<AppState>(() => EMPTY_STATE)
  const frames: (() => void)[] = []
  const faults: SluiceError[] = []
  const stop = connect(client, {
    target: store,
    schedule: (run) => {
      frames.push(run)
      return () => frames.splice(0)
    },
    onFault: (error) => faults.push(error),
  })
  const until = async (holds: (state: AppState) => boolean) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const check = () => {
      if (holds(store.getState())) resolve()
    }
    const unsubscribe = store.subscribe(check)
    check()
    await promise
    unsubscribe()
  }
  return { client, store, frames, faults, stop, until, drawFrame: () => frames.splice(0).forEach((run) => run()) }
}

describe('a connection', () => {
  it('reads everything, then applies events once a frame', async () => {
    const { client, store, frames, until, drawFrame } = setUp()
    await until((state) => state.online)
    for (const pagesDone of [1, 2, 3])
      client.send({ type: 'rows', data: { changed: [{ ...row, pagesDone }], removed: [] } })
    expect(frames).toHaveLength(1)
    expect(store.getState().rows.get('a')?.pagesDone).toBe(0)
    drawFrame()
    expect(store.getState().rows.get('a')?.pagesDone).toBe(3)
  })

  it('keeps events that come before its snapshot', async () => {
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<void>()
    const { client, store, until, drawFrame } = setUp({
      async 'queue.progress'() {
        asked.resolve()
        await answer.promise
        return makeProgress()
      },
    })
    await asked.promise
    client.send({ type: 'rows', data: { changed: [{ ...row, pagesDone: 9 }], removed: [] } })
    answer.resolve()
    await until((state) => state.online)
    drawFrame()
    expect(store.getState().rows.get('a')?.pagesDone).toBe(9)
  })

  it('reads anew after a break, and forgets what it knew', async () => {
    const { client, store, until } = setUp()
    await until((state) => state.online)
    client.setOnline(false)
    expect(store.getState().online).toBe(false)
    client.engine.rows = [makeRow({ id: 'b', position: 1 }, ['pending'])]
    client.setOnline(true)
    await until((state) => state.online)
    expect([...store.getState().rows.keys()]).toEqual(['b'])
  })

  it('knows the pauses that another window set', async () => {
    const { client, store, until, drawFrame } = setUp()
    await until((state) => state.online)
    const paused = { all: true, phases: [], finishing: 'a' }
    client.send({ type: 'progress', data: makeProgress({ paused }) })
    drawFrame()
    expect(store.getState().paused).toEqual(paused)
  })
})

describe('an engine that answers wrongly', () => {
  it('is told of once', async () => {
    const asked = Promise.withResolvers<void>()
    const { faults, stop } = setUp({
      'queue.progress': async () => {
        asked.resolve()
        throw new SluiceError('internal', 'expected a progress, came none')
      },
    })
    await asked.promise
    await new Promise((resolve) => setImmediate(resolve))
    expect(faults.map(({ code }) => code)).toEqual(['internal'])
    stop()
  })
})

describe('the pump', () => {
  it('applies what came since the last frame in its order, and nothing twice', () => {
    const batches: number[][] = []
    const frames: (() => void)[] = []
    const pump = createPump<number>(
      (items) => batches.push([...items]),
      (run) => {
        frames.push(run)
        return () => {}
      },
    )
    pump.push(1)
    pump.push(2)
    frames.shift()?.()
    pump.push(3)
    frames.shift()?.()
    expect(batches).toEqual([[1, 2], [3]])
    expect(frames).toEqual([])
  })
})
