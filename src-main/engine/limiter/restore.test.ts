import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WindowCall } from '../ports/store/ledger.ts'
import { bench, call, estimate, usage, warm } from './testing/bench.ts'

describe('a restart', () => {
  const now = 10_000_000
  const kept = (more: Partial<WindowCall>): WindowCall => ({
    callId: 1,
    sentAt: now - 10_000,
    endedAt: now - 5_000,
    estimate: estimate(5_000, 300, 900),
    usage: null,
    refused: false,
    ...more,
  })
  const used = async (calls: WindowCall[], laterMs = 0) => {
    const b = bench()
    b.limiter.restore(calls, now)
    await b.clock.advance(laterMs)
    return b.limiter.statistics().map((each) => each.used)
  }

  it('reads the window back from the ledger', async () => {
    expect(await used([kept({ usage: usage(4_000, 250) })])).toEqual([1, 4_000, 250])
    expect(await used([kept({ refused: true })])).toEqual([1, 0, 0])
    expect(await used([kept({ sentAt: now - 70_000, endedAt: now - 65_000 })])).toEqual([0, 0, 0])
  })

  it('keeps calls of unknown outcome booked: open ones one window from their start', async () => {
    expect(await used([kept({ endedAt: null })], 50_000)).toEqual([1, 5_000, 300])
    expect(await used([kept({ endedAt: null })], 51_000)).toEqual([0, 0, 0])
    expect(await used([kept({})], 55_000)).toEqual([1, 5_000, 300])
  })

  it('counts as now what a clock that has gone back puts into the future', async () => {
    const ahead = kept({ sentAt: now + 3_600_000, endedAt: now + 3_601_000 })
    expect(await used([ahead], 60_000)).toEqual([1, 5_000, 300])
    expect(await used([ahead], 61_000)).toEqual([0, 0, 0])
  })

  it('goes on as if it had never been: the next call goes at the same moment, but for the ramp', async () => {
    const list = fc.array(fc.record({ cost: fc.integer({ min: 100, max: 4_000 }), pause: fc.nat(8_000) }), {
      minLength: 1,
      maxLength: 12,
    })
    await fc.assert(
      fc.asyncProperty(list, async (costs) => {
        const first = bench({ input: 10_000 })
        await warm(first)
        const warmed = first.clock.now() - 59_000
        const calls = [kept({ sentAt: warmed, endedAt: warmed, usage: usage(1, 1) })]
        for (const { cost, pause } of costs) {
          await call(first, estimate(cost))
          const at = first.clock.now()
          calls.push(kept({ sentAt: at, endedAt: at, estimate: estimate(cost), usage: usage(cost) }))
          await first.clock.advance(pause)
        }
        const second = bench({ input: 10_000 })
        await second.clock.advance(first.clock.now() - second.clock.now())
        second.limiter.restore(calls, second.clock.now())
        expect(second.limiter.statistics().map((each) => each.used)).toEqual(
          first.limiter.statistics().map((each) => each.used),
        )
        const next = estimate(4_000)
        expect(await call(second, next)).toBeGreaterThanOrEqual((await call(first, next)) - 1)
      }),
      { numRuns: 30 },
    )
  })
})
