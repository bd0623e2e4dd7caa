import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createVirtualClock } from '../testing/virtual-clock.ts'
import { createRunStart } from './run-start.ts'

describe('the start of a run', () => {
  it('stays where it was while the clock runs on, or jumps ahead as after a suspend', async () => {
    const clock = createVirtualClock()
    const start = createRunStart(clock)
    const began = clock.now()
    await clock.advance(5_000)
    clock.jumpWall(3_600_000)
    await clock.advance(5_000)
    expect(start()).toBe(began)
  })

  it('is never later than anything the run does, however the clock is set', async () => {
    const steps = fc.array(fc.record({ ms: fc.nat(60_000), jump: fc.integer({ min: -7_200_000, max: 90_000_000 }) }))
    await fc.assert(
      fc.asyncProperty(steps, async (all) => {
        const clock = createVirtualClock()
        const start = createRunStart(clock)
        const done = [clock.now()]
        for (const { ms, jump } of all) {
          await clock.advance(ms)
          clock.jumpWall(jump)
          start()
          done.push(clock.now())
        }
        expect(start()).toBeLessThanOrEqual(Math.min(...done))
      }),
    )
  })
})
