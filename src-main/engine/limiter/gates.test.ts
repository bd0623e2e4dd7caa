import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  bucketOpensAt,
  costRatio,
  newBucket,
  replayBucket,
  windowOpensAt,
  windowUsed,
  type Booked,
  type RateStep,
} from './gates.ts'

const call = (sentAt: number, cost: number, countedBy = sentAt): Booked => ({
  sentAt,
  countedBy,
  window: cost,
  bucket: cost,
  settledFrom: null,
})
const steady = (perMs: number, capacity: number): RateStep[] => [{ from: 0, perMs, capacity }]
const levelAt = (calls: Booked[], steps: RateStep[], at: number): number =>
  replayBucket(newBucket(steps), calls, steps, at).level

describe('the window', () => {
  it('holds a call until one span after the server can last have counted it', () => {
    const calls = [call(0, 10, 5)]
    expect([windowUsed(calls, 100, 104.9), windowUsed(calls, 100, 105)]).toEqual([10, 0])
  })

  it('holds an open call as long as it is open', () => {
    expect(windowUsed([call(0, 10, Infinity)], 100, 1e9)).toBe(10)
  })

  it('opens at once while there is room, to the last token', () => {
    expect(windowOpensAt([call(0, 60)], 100, 100, 40, 1)).toBe(1)
    expect(windowOpensAt([call(0, 60)], 100, 100, 41, 1)).toBeGreaterThan(1)
  })

  it('opens when enough calls have left it, and no earlier', () => {
    const calls = [call(0, 30), call(10, 30), call(20, 30)]
    expect(windowOpensAt(calls, 100, 100, 40, 50)).toBe(100)
    expect(windowOpensAt(calls, 100, 100, 41, 50)).toBe(110)
    expect(windowOpensAt(calls, 100, 100, 100, 50)).toBe(120)
  })

  it('says so when only the end of an open call can help', () => {
    expect(windowOpensAt([call(0, 70, Infinity), call(0, 20)], 100, 100, 40, 1)).toBe(Infinity)
  })

  it('never holds more than is allowed when each call goes as early as it may', () => {
    const costs = fc.array(
      fc.record({ cost: fc.integer({ min: 1, max: 50 }), headers: fc.nat(40), idle: fc.nat(30) }),
      {
        maxLength: 60,
      },
    )
    fc.assert(
      fc.property(costs, (wanted) => {
        const calls: Booked[] = []
        let now = 0
        for (const { cost, headers, idle } of wanted) {
          now = windowOpensAt(calls, 110, 100, cost, now + idle)
          expect(Number.isFinite(now)).toBe(true)
          calls.push(call(now, cost, now + headers))
        }
        // At the server each call may have counted anywhere between its sending and its headers.
        for (const seen of ['sentAt', 'countedBy'] as const) {
          const moments = calls.map((each) => ({ at: each[seen], cost: each.window }))
          for (const { at } of moments) {
            const minute = moments.filter((other) => other.at >= at && other.at < at + 110)
            expect(minute.reduce((sum, other) => sum + other.cost, 0)).toBeLessThanOrEqual(100)
          }
        }
      }),
    )
  })
})

describe('the bucket', () => {
  it('starts full, empties by what is sent and fills with time up to its size', () => {
    const calls = [call(10, 4), call(10, 2)]
    expect([
      levelAt(calls, steady(1, 5), 9),
      levelAt(calls, steady(1, 5), 10),
      levelAt(calls, steady(1, 5), 12),
    ]).toEqual([5, -1, 1])
    expect(levelAt(calls, steady(1, 5), 1e6)).toBe(5)
  })

  it('lets a call larger than itself go alone, from full', () => {
    const steps = steady(1, 5)
    const after = replayBucket(newBucket(steps), [call(10, 8)], steps, 10)
    expect(bucketOpensAt(after, steps, 8)).toBe(18)
    expect(bucketOpensAt(after, steps, 2)).toBe(15)
  })

  it('follows the rate through its steps, in the past and ahead', () => {
    const steps: RateStep[] = [
      { from: 0, perMs: 1, capacity: 10 },
      { from: 100, perMs: 0.5, capacity: 10 },
      { from: 110, perMs: 2, capacity: 10 },
    ]
    expect(levelAt([call(98, 10)], steps, 106)).toBe(2 + 3)
    expect(bucketOpensAt(replayBucket(newBucket(steps), [call(98, 10)], steps, 106), steps, 9)).toBe(111)
  })

  it('corrects the past when a call is settled, and never credits what would have run over', () => {
    const calls = [call(0, 5)]
    const steps = steady(1, 5)
    expect(levelAt(calls, steps, 1)).toBe(1)
    if (calls[0]) calls[0].bucket = 2
    expect(levelAt(calls, steps, 1)).toBe(4)
    expect(levelAt(calls, steps, 10)).toBe(5)
  })

  it('is the same from any earlier state of the replay', () => {
    const list = fc.array(fc.record({ gap: fc.nat(20), cost: fc.nat(12) }), { maxLength: 50 })
    fc.assert(
      fc.property(list, fc.nat(500), fc.nat(500), (gaps, a, b) => {
        const [early, late] = [Math.min(a, b), Math.max(a, b)]
        let at = 0
        const calls = gaps.map(({ gap, cost }) => call((at += gap), cost))
        const steps: RateStep[] = [...steady(0.5, 20), { from: 150, perMs: 0.1, capacity: 5 }]
        const inTwo = replayBucket(replayBucket(newBucket(steps), calls, steps, early), calls, steps, late)
        const atOnce = replayBucket(newBucket(steps), calls, steps, late)
        expect(inTwo.level).toBeCloseTo(atOnce.level, 9)
        expect({ ...inTwo, level: 0 }).toEqual({ ...atOnce, level: 0 })
      }),
    )
  })

  it('is never refused by a bucket of the same size and rate at the server', () => {
    const wanted = fc.array(fc.record({ cost: fc.integer({ min: 1, max: 20 }), idle: fc.nat(30) }), { maxLength: 80 })
    fc.assert(
      fc.property(wanted, (list) => {
        const steps = steady(0.5, 20)
        const calls: Booked[] = []
        let now = 0
        let server = { level: 20, at: 0 }
        for (const { cost, idle } of list) {
          now = bucketOpensAt(replayBucket(newBucket(steps), calls, steps, now + idle), steps, cost)
          server = { level: Math.min(20, server.level + 0.5 * (now - server.at)), at: now }
          expect(server.level).toBeGreaterThanOrEqual(cost - 1e-4)
          server.level -= cost
          calls.push(call(now, cost))
        }
      }),
    )
  })
})

describe('what calls turn out to cost', () => {
  it('is what was booked until five are settled, then their mean', () => {
    const settled: Booked[] = Array.from({ length: 5 }, (_, i) => ({
      ...call(i, 80),
      settledFrom: { window: 100, bucket: 100, at: i },
    }))
    expect(costRatio(settled.slice(1))).toBe(1)
    expect(costRatio([...settled, call(9, 500)])).toBe(0.8)
  })
})
