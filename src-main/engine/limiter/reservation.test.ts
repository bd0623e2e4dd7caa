import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { WaitReason } from '../../../src-shared/contract/events.ts'
import { MINUTE, bench, call, estimate, row, usage, warm, watch } from './testing/bench.ts'

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
    const never = watch(b.clock, b.limiter.reserve(estimate(10_001)))
    const next = watch(b.clock, b.limiter.reserve(estimate(10)))
    await b.clock.flush()
    expect(never.error).toMatchObject({ code: 'call_never_fits' })
    expect(String(never.error)).toContain('expected at most 10000 input tokens a call')
    expect(next.reservation).not.toBeNull()
    const hold = watch(b.clock, bench({ output: 10_000 }).limiter.reserve(estimate(10, 100, 10_001)))
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
