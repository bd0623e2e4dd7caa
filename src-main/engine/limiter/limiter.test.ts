import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WaitReason } from '../../../src-shared/contract/events.ts'
import { DEFAULT_SETTINGS } from '../../../src-shared/model/settings.ts'
import type { CallEstimate, WindowCall } from '../ports/store/ledger.ts'
import { createVirtualClock, type VirtualClock } from '../testing/virtual-clock.ts'
import { createLimiter, limiterOptions, type Limiter, type LimiterOptions } from './limiter.ts'
import type { LearnedLimits } from './limits.ts'
import type { PendingReservation, Reservation } from './reservation.ts'

const MINUTE = 60_000
const OPTIONS: LimiterOptions = {
  share: 0.8,
  windowMs: MINUTE,
  limits: { requests: 'auto', input: 'auto', output: 'auto' },
}
const KNOWN: LearnedLimits = { requests: 100_000, input: 100_000, output: 1_000_000 }
const estimate = (input: number, output = 100, maxOutput = output): CallEstimate => ({ input, output, maxOutput })
const usage = (input: number, output = 100) => ({ input, output, cacheRead: 0, cacheWrite: 0 })

interface Bench {
  clock: VirtualClock
  limiter: Limiter
}

function bench(learned: Partial<LearnedLimits> = {}, options: Partial<LimiterOptions> = {}): Bench {
  const clock = createVirtualClock()
  const limiter = createLimiter({
    clock,
    family: 'haiku-5',
    options: { ...OPTIONS, ...options },
    learned: { ...KNOWN, ...learned },
  })
  return { clock, limiter }
}

/** Whether and when a place was given. */
function watch(clock: VirtualClock, pending: PendingReservation) {
  const seen: { at: number | null; reservation: Reservation | null; error: unknown } = {
    at: null,
    reservation: null,
    error: null,
  }
  pending.granted.then(
    (reservation) => Object.assign(seen, { at: clock.monotonic(), reservation }),
    (error: unknown) => Object.assign(seen, { error }),
  )
  return seen
}

/** A call that is sent, counted and answered in an instant. */
async function call({ clock, limiter }: Bench, cost: CallEstimate, billed = usage(cost.input, cost.output)) {
  const pending = watch(clock, limiter.reserve(cost))
  await clock.runUntil(() => pending.at !== null || pending.error !== null)
  if (pending.error instanceof Error) throw pending.error
  pending.reservation?.sent()
  pending.reservation?.headers()
  pending.reservation?.settle(billed)
  return pending.at ?? 0
}

/** Past the ramp, with an empty list. */
async function warm(b: Bench): Promise<void> {
  await call(b, estimate(1, 1))
  await b.clock.advance(59_000)
}

const row = (limiter: Limiter, name: string) => limiter.statistics().find(({ dimension }) => dimension === name)

describe('a reservation', () => {
  it('is given at once while all gates say yes', async () => {
    const b = bench()
    const pending = watch(b.clock, b.limiter.reserve(estimate(400)))
    await b.clock.flush()
    expect(pending.at).toBe(b.clock.monotonic())
    expect(b.limiter.waiting()).toBeNull()
    expect(b.clock.pending).toBe(0)
  })

  it('waits for the window, with a reason that people can read, and is woken at that moment', async () => {
    const b = bench({ input: 10_000 })
    await warm(b)
    const first = await call(b, estimate(7_500))
    const reasons: WaitReason[] = []
    const pending = watch(b.clock, b.limiter.reserve(estimate(1_000), { onWait: (reason) => reasons.push(reason) }))
    await b.clock.flush()
    await b.clock.advance(55_000)
    expect(reasons[0]).toMatchObject({ kind: 'input tokens', error: null, needsPerson: false })
    expect(reasons[0]?.text).toMatch(/^input tokens: 6\d s$/)
    expect((reasons[0]?.until ?? 0) - (reasons[0]?.since ?? 0)).toBeGreaterThan(60_000)
    expect(pending.at).toBeNull()
    await b.clock.advance(10_000)
    // One window and its slack after the first call was counted.
    expect((pending.at ?? 0) - first).toBeGreaterThan(60_700)
    expect((pending.at ?? 0) - first).toBeLessThan(60_800)
    expect(b.limiter.waiting()).toBeNull()
  })

  it('is woken by a settlement that shows that less was used', async () => {
    const b = bench({ input: 10_000 })
    await warm(b)
    const big = watch(b.clock, b.limiter.reserve(estimate(8_000)))
    await b.clock.flush()
    big.reservation?.sent()
    const next = watch(b.clock, b.limiter.reserve(estimate(6_000)))
    await b.clock.advance(20_000)
    expect(next.at).toBeNull()
    expect(b.limiter.waiting()).toMatchObject({ until: null, text: 'input tokens: until a call in flight ends' })
    big.reservation?.settle(usage(500))
    await b.clock.flush()
    expect(next.at).toBe(b.clock.monotonic())
  })

  it('is given in order, also when a smaller one behind would fit', async () => {
    const b = bench({ input: 10_000 })
    await warm(b)
    await call(b, estimate(7_000))
    const order: string[] = []
    const large = b.limiter.reserve(estimate(4_000)).granted.then(() => order.push('large'))
    const small = b.limiter.reserve(estimate(10)).granted.then(() => order.push('small'))
    await b.clock.advance(30_000)
    expect(order).toEqual([])
    await b.clock.advance(2 * MINUTE)
    await Promise.all([large, small])
    expect(order).toEqual(['large', 'small'])
  })

  it('of a person who asks goes before ingestion, and after others who ask', async () => {
    const b = bench({ input: 10_000 })
    await warm(b)
    await call(b, estimate(7_900))
    const order: string[] = []
    const join = (name: string, priority: 'ask' | 'ingestion') =>
      b.limiter.reserve(estimate(100), { priority }).granted.then(() => order.push(name))
    const all = [join('i1', 'ingestion'), join('i2', 'ingestion'), join('a1', 'ask'), join('a2', 'ask')]
    await b.clock.advance(2 * MINUTE)
    await Promise.all(all)
    expect(order).toEqual(['a1', 'a2', 'i1', 'i2'])
  })

  it('can be cancelled while it waits; the next one takes its place', async () => {
    const b = bench({ input: 10_000 })
    await warm(b)
    await call(b, estimate(7_000))
    const first = b.limiter.reserve(estimate(4_000))
    const second = watch(b.clock, b.limiter.reserve(estimate(10)))
    await b.clock.flush()
    expect(second.at).toBeNull()
    first.cancel()
    first.cancel()
    expect(await first.granted).toBeNull()
    // The large call overdrew the bucket: it is full again before the window has room.
    await b.clock.advance(55_000)
    expect(second.reservation).not.toBeNull()
  })

  it('that was granted is not touched by a late cancel', async () => {
    const b = bench()
    const pending = b.limiter.reserve(estimate(100))
    const reservation = await pending.granted
    pending.cancel()
    reservation?.sent()
    expect(row(b.limiter, 'requests')?.used).toBe(1)
  })

  it('is refused before sending when it could never pass, and the queue goes on', async () => {
    const b = bench({ input: 10_000 })
    const never = watch(b.clock, b.limiter.reserve(estimate(8_001)))
    const next = watch(b.clock, b.limiter.reserve(estimate(10)))
    await b.clock.flush()
    expect(never.error).toMatchObject({ code: 'call_never_fits' })
    expect(String(never.error)).toContain('expected at most 8000 input tokens a call')
    expect(next.reservation).not.toBeNull()
    const hold = watch(b.clock, bench({ output: 10_000 }).limiter.reserve(estimate(10, 100, 8_001)))
    await b.clock.flush()
    expect(hold.error).toMatchObject({ code: 'call_never_fits' })
  })

  it('goes alone while the limit is only assumed, for its answer will name the limit', async () => {
    const b = bench({ requests: null, input: null, output: null })
    const pending = watch(b.clock, b.limiter.reserve(estimate(29_000)))
    await b.clock.flush()
    expect(pending.reservation).not.toBeNull()
  })

  it('that waits is refused when the API lowers the limit below it', async () => {
    const b = bench({ input: 10_000 })
    await warm(b)
    await call(b, estimate(7_000))
    const pending = watch(b.clock, b.limiter.reserve(estimate(7_000)))
    b.limiter.learn({ input: { limit: 5_000 } })
    await b.clock.flush()
    expect(pending.error).toMatchObject({ code: 'call_never_fits' })
  })
})

describe('a call', () => {
  const granted = async (b: Bench, cost: CallEstimate): Promise<Reservation> => {
    const reservation = await b.limiter.reserve(cost).granted
    if (!reservation) throw new Error('expected a reservation')
    return reservation
  }

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

describe('the line', () => {
  it('is never passed whatever is sent, however late the headers, and every call goes in the end', async () => {
    const plan = fc.array(
      fc.record({
        cost: fc.integer({ min: 1, max: 4_000 }),
        billedPart: fc.double({ min: 0.1, max: 1, noNaN: true }),
        headers: fc.integer({ min: 0, max: 9_000 }),
        answer: fc.integer({ min: 0, max: 20_000 }),
        pause: fc.nat(3_000),
        end: fc.constantFrom('settle', 'settle', 'settle', 'unknown', 'refused'),
      }),
      { minLength: 1, maxLength: 40 },
    )
    await fc.assert(
      fc.asyncProperty(plan, async (calls) => {
        const { clock, limiter } = bench({ input: 10_000 })
        const counted: { sent: number; headers: number; cost: number }[] = []
        const order: number[] = []
        const sleep = (ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve))
        const run = async (i: number): Promise<void> => {
          const each = calls[i]
          const reservation = each && (await limiter.reserve(estimate(each.cost)).granted)
          if (!each || !reservation) return
          order.push(i)
          reservation.sent()
          const sent = clock.monotonic()
          await sleep(each.headers)
          reservation.headers()
          const cost = Math.ceil(each.cost * each.billedPart)
          counted.push({ sent, headers: clock.monotonic(), cost: each.end === 'refused' ? 0 : cost })
          await sleep(each.answer)
          if (each.end === 'settle') reservation.settle(usage(cost))
          else reservation[each.end === 'unknown' ? 'unknown' : 'refused']()
        }
        let left = calls.length
        for (const [i, each] of calls.entries()) {
          void run(i).then(() => left--)
          await clock.advance(each.pause)
        }
        await clock.runUntil(() => left === 0)
        expect(order).toEqual(order.toSorted((a, b) => a - b))
        for (const { sent } of counted) {
          const minute = counted.filter((other) => other.sent >= sent && other.headers < sent + MINUTE)
          expect(minute.reduce((sum, other) => sum + other.cost, 0)).toBeLessThanOrEqual(8_000)
        }
        expect(clock.pending).toBe(0)
      }),
      { numRuns: 60 },
    )
  })
})
