import { describe, expect, it } from 'vitest'
import { MINUTE, bench, estimate, granted, row, usage, warm, watch } from './testing/bench.ts'

describe('a call', () => {
  it('counts what was billed in place of what was booked, without what the cache gave', async () => {
    const b = bench()
    const reservation = await granted(b, estimate(5_000, 900, 900))
    reservation.sent()
    reservation.headers()
    reservation.settle({ input: 1_000, output: 300, cacheRead: 4_000, cacheWrite: 200 })
    expect(b.limiter.statistics().map(({ used }) => used)).toEqual([1, 1_200, 300])
  })

  it('that was never sent leaves nothing behind', async () => {
    const b = bench()
    const reservation = await granted(b, estimate(5_000))
    reservation.release()
    reservation.release()
    expect(b.limiter.statistics().map(({ used }) => used)).toEqual([0, 0, 0])
  })

  it('that was refused used no tokens but counts as a request', async () => {
    const b = bench()
    const reservation = await granted(b, estimate(5_000))
    reservation.sent()
    reservation.refused()
    expect(b.limiter.statistics().map(({ used }) => used)).toEqual([1, 0, 0])
  })

  it('of unknown outcome stays booked for one window and slack after its end', async () => {
    const b = bench()
    const reservation = await granted(b, estimate(5_000))
    reservation.sent()
    await b.clock.advance(5 * MINUTE)
    reservation.unknown()
    await b.clock.advance(MINUTE)
    expect(row(b.limiter, 'input')?.used).toBe(5_000)
    await b.clock.advance(1_000)
    expect(row(b.limiter, 'input')?.used).toBe(0)
  })

  it('released after it was sent is of unknown outcome', async () => {
    const b = bench()
    const reservation = await granted(b, estimate(5_000))
    reservation.sent()
    reservation.release()
    expect(row(b.limiter, 'input')?.used).toBe(5_000)
  })

  it('leaves the window one window after its headers; its output one window after half the answer', async () => {
    const b = bench()
    const reservation = await granted(b, estimate(5_000, 700))
    reservation.sent()
    await b.clock.advance(10_000)
    reservation.headers()
    await b.clock.advance(20_000)
    reservation.settle(usage(5_000, 700))
    await b.clock.advance(40_000)
    expect(b.limiter.statistics().map(({ used }) => used)).toEqual([1, 5_000, 700])
    await b.clock.advance(1_000)
    expect(b.limiter.statistics().map(({ used }) => used)).toEqual([0, 0, 700])
    await b.clock.advance(10_000)
    expect(b.limiter.statistics().map(({ used }) => used)).toEqual([0, 0, 0])
  })

  it('ends once: what comes after is ignored', async () => {
    const b = bench()
    const reservation = await granted(b, estimate(5_000))
    reservation.sent()
    reservation.settle(usage(700))
    reservation.unknown()
    reservation.settle(usage(9_000))
    reservation.headers()
    expect(row(b.limiter, 'input')?.used).toBe(700)
  })

  it('holds its whole max_tokens in the bucket until the end, while the window books the usual answer', async () => {
    const b = bench({ output: 10_000 })
    await warm(b)
    const first = await granted(b, estimate(10, 500, 5_000))
    first.sent()
    const second = watch(b.clock, b.limiter.reserve(estimate(10, 500, 4_000)))
    await b.clock.advance(2_000)
    expect(second.at).toBeNull()
    expect(b.limiter.waiting()?.kind).toBe('output tokens')
    first.settle(usage(10, 400))
    await b.clock.flush()
    expect(second.at).toBe(b.clock.monotonic())
  })
})
