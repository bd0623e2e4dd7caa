import { expect, it } from 'vitest'
import { createVirtualClock } from '../testing/virtual-clock.ts'
import { sweepDeleted } from './housekeeping.ts'

it('the loop turns between two slices of a deleted document', async () => {
  const clock = createVirtualClock()
  let slices = 0
  const store = {
    sweepDeleted: () => Promise.resolve({ done: ++slices === 3, sha256s: [], erased: { answers: 1, cost: 5 } }),
  }
  const bytes = { release: () => Promise.resolve(true) }
  const swept = sweepDeleted({ ports: { store, clock }, bytes })
  await clock.flush()
  expect(slices).toBe(1)
  await clock.runNext()
  expect(slices).toBe(2)
  await clock.runNext()
  expect(await swept).toEqual({ answers: 3, cost: 15 })
  expect([slices, clock.pending]).toEqual([3, 0])
})
