import { describe, expect, it } from 'vitest'
import { createCancellation } from '../resilience/cancellation.ts'
import { createSlots } from './slots.ts'

describe('slots', () => {
  it('gives no more places than the bound, in order', async () => {
    const slots = createSlots(() => 2)
    const taken: number[] = []
    const wait = createCancellation()
    const all = [1, 2, 3, 4].map((n) => slots.take(wait).then(() => taken.push(n)))
    await Promise.all(all.slice(0, 2))
    expect(taken).toEqual([1, 2])
    slots.give()
    await all[2]
    expect(taken).toEqual([1, 2, 3])
    slots.give()
    await all[3]
    expect(taken).toEqual([1, 2, 3, 4])
  })

  it('forgets who was cancelled while waiting', async () => {
    const slots = createSlots(() => 1)
    const stop = createCancellation()
    await slots.take(createCancellation())
    const ended = expect(slots.take(stop)).rejects.toMatchObject({ name: 'Cancelled' })
    const next = slots.take(createCancellation())
    stop.cancel()
    await ended
    slots.give()
    await expect(next).resolves.toBeUndefined()
  })
})
