import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { createSignal } from '../queue/signal.ts'
import { createVirtualClock } from '../testing/virtual-clock.ts'
import { createCancellation } from './cancellation.ts'
import { createLocalHolds } from './local-holds.ts'

const silent = { debug() {}, info() {}, warn() {}, error() {} }

function holds() {
  const clock = createVirtualClock()
  return { clock, holds: createLocalHolds(clock, { next: () => 0.5 }, silent, createSignal(clock)) }
}

describe('local holds', () => {
  it('disk full: waits with its reason and goes on by itself when there is room', async () => {
    const { clock, holds: local } = holds()
    let full = true
    const done = local.through('extraction', createCancellation(), () =>
      full ? Promise.reject(new SluiceError('disk_full', 'expected room, came a full disk')) : Promise.resolve('kept'),
    )
    await clock.advance(5_000)
    expect(local.waiting()).toMatchObject({ kind: 'service', error: { code: 'disk_full' } })
    full = false
    await clock.advance(60_000)
    await expect(done).resolves.toBe('kept')
    expect(local.waiting()).toBeNull()
  })

  it('what was paid for and cannot be kept holds back whoever would pay for more, whatever else passes', async () => {
    const { clock, holds: local } = holds()
    let full = true
    const step = () => (full ? Promise.reject(new SluiceError('disk_full', 'full')) : Promise.resolve('kept'))
    const keeping = local.keep('kg_ingest', createCancellation(), step)
    await clock.advance(10)
    expect(local.allKept()).toBe(false)
    await local.through('kg_ingest', createCancellation(), () => Promise.resolve('another step'))
    expect(local.waiting()).toMatchObject({ error: { code: 'disk_full' } })
    const stop = createCancellation()
    const stopped = expect(local.untilKept(stop)).rejects.toMatchObject({ name: 'Cancelled' })
    let free = false
    const waiting = local.untilKept(createCancellation()).then(() => (free = true))
    stop.cancel()
    await stopped
    await clock.advance(60_000)
    expect(free).toBe(false)
    full = false
    await clock.advance(60_000)
    await expect(keeping).resolves.toBe('kept')
    await waiting
    expect(local.waiting()).toBeNull()
  })

  it('a fault that a person should see is not tried again, and forgotten, at once', async () => {
    const { clock, holds: local } = holds()
    let tries = 0
    const done = local.through('kg_ingest', createCancellation(), () => {
      tries += 1
      return tries === 1 ? Promise.reject(new SluiceError('store_failed', 'a sync failed')) : Promise.resolve('kept')
    })
    await clock.advance(29_000)
    expect([tries, local.waiting()]).toMatchObject([1, { needsPerson: true }])
    await clock.advance(1_000)
    await expect(done).resolves.toBe('kept')
  })

  it('throws what is not a fault of this computer', async () => {
    const bad = new SluiceError('pdf_corrupt', 'came garbage')
    await expect(holds().holds.through('extraction', createCancellation(), () => Promise.reject(bad))).rejects.toBe(bad)
  })

  it('ends its wait at a stop', async () => {
    const { clock, holds: local } = holds()
    const stop = createCancellation()
    const ended = expect(
      local.through('chunking', stop, () => Promise.reject(new SluiceError('disk_full', 'full'))),
    ).rejects.toMatchObject({ name: 'Cancelled' })
    await clock.advance(10)
    stop.cancel()
    await ended
  })
})
