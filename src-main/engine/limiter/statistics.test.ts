import { describe, expect, it } from 'vitest'
import { MINUTE, bench, call, estimate, row, usage, warm, watch } from './testing/bench.ts'

describe('the statistics', () => {
  it('show use, peak, reason and the next slot', async () => {
    const b = bench({ input: 10_000 })
    await warm(b)
    await call(b, estimate(7_000))
    void b.limiter.reserve(estimate(2_000))
    await b.clock.advance(30_000)
    const input = row(b.limiter, 'input')
    expect(input).toMatchObject({ family: 'haiku-5', limit: 10_000, allowed: 8_000, used: 7_000, utilisationPct: 70 })
    expect(input?.peakPct).toBeCloseTo(70, 0)
    expect(input?.nextSlotMs).toBeGreaterThan(30_000)
    expect(input?.waitReason).toMatch(/^input tokens: \d+ s$/)
    expect(row(b.limiter, 'requests')).toMatchObject({ nextSlotMs: 0, waitReason: null })
    await b.clock.advance(10 * MINUTE)
    expect(row(b.limiter, 'input')?.peakPct).toBeGreaterThan(69)
    b.limiter.close()
  })

  it('tell what is set aside for calls without an answer, until each has one', async () => {
    const b = bench()
    const open = async () => {
      const pending = watch(b.clock, b.limiter.reserve(estimate(1_000, 300)))
      await b.clock.runUntil(() => pending.reservation !== null)
      return pending.reservation
    }
    const [first, second, third] = [await open(), await open(), await open()]
    const reserved = () => b.limiter.statistics().map((each) => each.reserved)
    expect(reserved()).toEqual([3, 3_000, 900])
    first?.sent()
    first?.headers()
    expect(reserved()).toEqual([3, 3_000, 900])
    first?.settle(usage(1_000, 300))
    second?.release()
    expect(reserved()).toEqual([1, 1_000, 300])
    third?.sent()
    third?.unknown()
    expect(reserved()).toEqual([0, 0, 0])
    expect(row(b.limiter, 'input')?.used).toBe(2_000)
  })

  it('leave no timer behind when it is closed, and nobody waiting', async () => {
    const b = bench({ input: 10_000 })
    await warm(b)
    await call(b, estimate(7_900))
    const pending = b.limiter.reserve(estimate(2_000))
    b.limiter.close()
    expect(await pending.granted).toBeNull()
    expect(b.clock.pending).toBe(0)
  })
})
