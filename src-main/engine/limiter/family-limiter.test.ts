import { describe, expect, it } from 'vitest'
import { DEFAULT_SETTINGS } from '../../../src-shared/model/settings.ts'
import { limiterOptions } from './limiter.ts'
import { KNOWN, MINUTE, OPTIONS, bench, call, estimate, row, usage, warm, watch, type Bench } from './testing/bench.ts'

describe('the limits', () => {
  it('are learned from headers, both ways, and remembered', async () => {
    const b = bench({ requests: null, input: null, output: null })
    expect(row(b.limiter, 'input')).toMatchObject({ limit: 30_000, allowed: 24_000, source: 'assumed' })
    b.limiter.learn({ requests: { limit: 1_000 }, input: { limit: 450_000 }, output: { limit: 90_000 } })
    expect(row(b.limiter, 'input')).toMatchObject({ limit: 450_000, source: 'learned' })
    b.limiter.learn({ input: { limit: 20_000 } })
    expect(b.limiter.learned()).toEqual({ requests: 1_000, input: 20_000, output: 90_000 })
    expect(b.limiter.largestMaxTokens()).toBe(45_000)
  })

  it('wake who waits when they rise', async () => {
    const b = bench({ input: 10_000 })
    await warm(b)
    await call(b, estimate(7_900))
    const pending = watch(b.clock, b.limiter.reserve(estimate(1_000)))
    await b.clock.advance(20_000)
    expect(pending.at).toBeNull()
    b.limiter.learn({ input: { limit: 450_000 } })
    await b.clock.advance(2_000)
    expect(pending.reservation).not.toBeNull()
  })

  it('follow the settings at once', async () => {
    const b = bench()
    b.limiter.reconfigure(limiterOptions({ ...DEFAULT_SETTINGS, inputTokensPerMinute: 50_000, pace: 'tight' }))
    expect(row(b.limiter, 'input')).toMatchObject({ limit: 50_000, allowed: 48_500, source: 'set' })
    expect(limiterOptions(DEFAULT_SETTINGS)).toEqual({ ...OPTIONS, windowMs: 60_000 })
  })

  it('that a person sets are believed until the API names them again', () => {
    const b = bench({ input: 2_000 })
    const setTo = (input: number) => ({ ...OPTIONS, limits: { ...OPTIONS.limits, input } })
    b.limiter.reconfigure(setTo(50_000))
    expect(row(b.limiter, 'input')).toMatchObject({ limit: 50_000, source: 'set' })
    b.limiter.learn({ input: { limit: 3_000 } })
    b.limiter.reconfigure(setTo(50_000))
    expect(row(b.limiter, 'input')).toMatchObject({ limit: 3_000, source: 'learned' })
  })

  it.each<[when: string, doubt: (b: Bench) => unknown]>([
    ['a person acted', (b) => b.limiter.tryAgain()],
    ['an hour without an answer', (b) => b.clock.advance(60 * MINUTE)],
    ['there is another key', (b) => b.limiter.changeKey(KNOWN, null)],
  ])('are found out by one call, of any size, after %s; any answer will do', async (_, doubt) => {
    const b = bench({ input: 10_000 })
    await doubt(b)
    const probe = watch(b.clock, b.limiter.reserve(estimate(20_000)))
    const next = watch(b.clock, b.limiter.reserve(estimate(1)))
    await b.clock.advance(5 * MINUTE)
    expect([probe.reservation, next.reservation]).toEqual([expect.anything(), null])
    expect(b.limiter.waiting()).toMatchObject({ kind: 'ramp', until: null })
    probe.reservation?.sent()
    probe.reservation?.settle(usage(1))
    await b.clock.advance(MINUTE)
    expect(next.reservation).not.toBeNull()
  })

  it('are known with the headers of the call that finds them out', async () => {
    const b = bench()
    await warm(b)
    b.limiter.tryAgain()
    const probe = watch(b.clock, b.limiter.reserve(estimate(1)))
    const next = watch(b.clock, b.limiter.reserve(estimate(1)))
    await b.clock.flush()
    probe.reservation?.sent()
    await b.clock.advance(10_000)
    expect(next.reservation).toBeNull()
    probe.reservation?.headers({ requests: { limit: 50 }, input: { limit: 30_000, remaining: 0 } })
    await b.clock.flush()
    expect(next.reservation).not.toBeNull()
  })

  it('named with a refusal let nobody go before its pause', async () => {
    const b = bench({ requests: null, input: null, output: null })
    await warm(b)
    b.limiter.tryAgain()
    const probe = watch(b.clock, b.limiter.reserve(estimate(1)))
    const next = watch(b.clock, b.limiter.reserve(estimate(1)))
    await b.clock.flush()
    probe.reservation?.sent()
    await b.clock.advance(10_000)
    probe.reservation?.learn({ input: { limit: 100_000 } })
    await b.clock.flush()
    b.limiter.retryAfter(10_000, 'rate')
    probe.reservation?.refused()
    await b.clock.advance(9_000)
    expect(next.reservation).toBeNull()
    await b.clock.advance(MINUTE)
    expect(next.reservation).not.toBeNull()
  })

  it('are found out by the next call where the first had no answer', async () => {
    const b = bench()
    b.limiter.tryAgain()
    const calls = [1, 2, 3].map(() => watch(b.clock, b.limiter.reserve(estimate(1))))
    await b.clock.flush()
    calls[0]?.reservation?.refused()
    await b.clock.advance(MINUTE)
    expect(calls.map(({ reservation }) => reservation !== null)).toEqual([true, true, false])
    calls[1]?.reservation?.learn({ input: { limit: 100_000 } })
    await b.clock.advance(MINUTE)
    expect(calls[2]?.reservation).not.toBeNull()
  })

  it('are tightened by what remains, never loosened', async () => {
    const b = bench({ input: 100_000 })
    await warm(b)
    await call(b, estimate(1_000))
    b.limiter.learn({ input: { limit: 100_000, remaining: 99_000 } })
    expect(row(b.limiter, 'input')?.used).toBe(1_001)
    b.limiter.learn({ input: { limit: 100_000, remaining: 40_000 } })
    const used = row(b.limiter, 'input')?.used ?? 0
    expect(used).toBeGreaterThan(55_000)
    b.limiter.learn({ input: { limit: 100_000, remaining: 100_000 } })
    expect(row(b.limiter, 'input')?.used).toBe(used)
  })
})

describe('a refusal', () => {
  it('holds the whole family as long as the API asked', async () => {
    const b = bench()
    const start = b.clock.monotonic()
    b.limiter.retryAfter(16_000, 'rate')
    const pending = [watch(b.clock, b.limiter.reserve(estimate(10))), watch(b.clock, b.limiter.reserve(estimate(10)))]
    await b.clock.advance(15_999)
    expect(b.limiter.waiting()).toMatchObject({ kind: 'retry-after', text: 'the API asked for a pause: 16 s' })
    expect(pending.map(({ at }) => at)).toEqual([null, null])
    await b.clock.advance(2_000)
    expect(pending[0]?.at).toBe(start + 16_000)
  })

  it('waits a quarter of the window when the API names no time', async () => {
    const b = bench()
    const start = b.clock.monotonic()
    b.limiter.retryAfter(null, 'overloaded')
    const pending = watch(b.clock, b.limiter.reserve(estimate(10)))
    await b.clock.advance(20_000)
    expect(pending.at).toBe(start + 15_000)
  })

  it('for pacing halves the share once for calls that were in flight together, and time wins it back', async () => {
    const b = bench({ input: 10_000 })
    await warm(b)
    await b.clock.advance(MINUTE)
    const level = async (): Promise<number> => {
      let sent = 0
      const start = b.clock.monotonic()
      while ((await call(b, estimate(100))) < start + 3 * MINUTE) sent += 100
      return sent / 3
    }
    const before = await level()
    for (let i = 0; i < 5; i++) b.limiter.retryAfter(1_000, 'rate')
    await b.clock.advance(MINUTE)
    const after = await level()
    expect(after / before).toBeGreaterThan(0.45)
    expect(after / before).toBeLessThan(0.6)
    await b.clock.advance(50 * MINUTE)
    expect((await level()) / before).toBeGreaterThan(0.95)
  })
})

describe('the ramp', () => {
  const sentIn = async (b: Bench, ms: number): Promise<number> => {
    const end = b.clock.monotonic() + ms
    let sent = 0
    while ((await call(b, estimate(100))) <= end) sent += 100
    return sent
  }

  it('begins at a quarter of the rate, after start and after an idle window', async () => {
    const b = bench({ input: 100_000 })
    const started = await sentIn(b, 14_000)
    expect(started / (80_000 * (14 / 60))).toBeCloseTo(0.25, 1)
    await b.clock.advance(20_000)
    const steady = await sentIn(b, 14_000)
    expect(steady / (80_000 * (14 / 60))).toBeCloseTo(1, 1)
    await b.clock.advance(MINUTE)
    expect((await sentIn(b, 14_000)) / started).toBeCloseTo(1, 1)
  })

  it('begins anew when the machine was suspended, not when the clock goes back', async () => {
    const b = bench({ input: 100_000 })
    await sentIn(b, 40_000)
    b.clock.jumpWall(-3_600_000)
    const back = await sentIn(b, 5_000)
    b.clock.jumpWall(600_000)
    const suspended = await sentIn(b, 5_000)
    expect(back).toBeGreaterThan(5_000)
    expect(suspended / back).toBeCloseTo(0.25, 1)
  })

  it('does not begin for a call that has waited for the limiter itself', async () => {
    const b = bench({ output: 10_000 })
    const answer = estimate(100, 1_200, 4_000)
    const one = () => call(b, answer, usage(100, 600))
    for (let n = 0; n < 14; n += 1) await one()
    b.limiter.retryAfter(1_000, 'rate')
    const refused = b.clock.monotonic()
    const at: number[] = []
    for (let n = 0; n < 8; n += 1) at.push((await one()) - refused)
    // Half of the share is 4,000 tokens a minute, six or seven of these answers.
    expect((at[7] ?? NaN) - (at[1] ?? NaN)).toBeLessThan(1.5 * MINUTE)
  })

  it('is named as the reason', async () => {
    const b = bench({ input: 100_000 })
    await call(b, estimate(2_000))
    void b.limiter.reserve(estimate(2_000))
    expect(b.limiter.waiting()?.kind).toBe('ramp')
    expect(b.limiter.waiting()?.text).toMatch(/^starting slowly: \d+ s$/)
    b.limiter.close()
  })
})
