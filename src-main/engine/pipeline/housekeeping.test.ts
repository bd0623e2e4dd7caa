import { expect, it } from 'vitest'
import { silentLogger } from '../testing/engine-suite/fake-ports.ts'
import { createVirtualClock } from '../testing/virtual-clock.ts'
import { sweepDeleted } from './housekeeping.ts'

it('the loop turns between two slices of a deleted document', async () => {
  const clock = createVirtualClock()
  let slices = 0
  const store = {
    sweepDeleted: () => Promise.resolve({ done: ++slices === 3, sha256s: [] }),
    knowsBlob: () => Promise.resolve(true),
  }
  const blobs = { remove: () => Promise.resolve(), sweep: () => Promise.resolve(0) }
  const swept = sweepDeleted({ store, blobs, clock, logger: silentLogger })
  await clock.flush()
  expect(slices).toBe(1)
  await clock.runNext()
  expect(slices).toBe(2)
  await clock.runNext()
  await swept
  expect([slices, clock.pending]).toEqual([3, 0])
})
