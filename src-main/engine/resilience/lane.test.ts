import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { createVirtualClock } from '../testing/virtual-clock.ts'
import { createCancellation } from './cancellation.ts'
import { createLane } from './lane.ts'

function open() {
  const clock = createVirtualClock()
  const lane = createLane(clock, { next: () => 0.5 }, () => {})
  const never = createCancellation()
  const passed: number[] = []
  const go = (chunk: number) => void lane.pass(chunk, never).then(() => passed.push(chunk))
  return { clock, lane, passed, go, never }
}

const down = () => new SluiceError('network_unreachable', 'expected an answer, came ECONNREFUSED')

describe('lane', () => {
  it('lets every call pass while it is open', async () => {
    const { clock, passed, go, lane } = open()
    go(1)
    go(2)
    await clock.advance(0)
    expect(passed).toEqual([1, 2])
    expect(lane.waiting()).toBeNull()
  })

  it('sends one probe when the time has come, and opens for all when it is answered', async () => {
    const { clock, lane, passed, go } = open()
    lane.hold(down())
    go(1)
    go(2)
    await clock.advance(0)
    expect(passed).toEqual([])
    expect(lane.waiting()).toMatchObject({
      kind: 'service',
      needsPerson: false,
      error: { code: 'network_unreachable' },
    })
    await clock.runUntil(() => passed.length > 0)
    await clock.advance(60_000)
    expect(passed).toEqual([1])
    lane.succeeded()
    await clock.advance(0)
    expect(passed).toEqual([1, 2])
  })

  it('waits longer after each probe that fails, never more than its cap', async () => {
    const { clock, lane, passed, go } = open()
    const waits: number[] = []
    lane.hold(down())
    for (let i = 0; i < 8; i++) {
      waits.push((lane.waiting()?.until ?? 0) - clock.now())
      go(i)
      await clock.runUntil(() => passed.length > i)
      lane.hold(down())
    }
    expect(waits.toSorted((a, b) => a - b)).toEqual(waits)
    expect(waits.at(-1)).toBeLessThanOrEqual(62_000)
    expect(waits[0]).toBeLessThan(waits.at(-1) ?? 0)
  })

  it.each([
    ['network_unreachable', 15_000],
    ['overloaded', 62_000],
  ] as const)('%s: whatever chance says, it is tried again within a bound that it comes near', (code, bound) => {
    const clock = createVirtualClock()
    const longest = (randoms: number[]) => {
      let drawn = 0
      const lane = createLane(clock, { next: () => randoms[drawn++ % randoms.length] ?? 0 }, () => {})
      const waits = Array.from({ length: 12 }, () => {
        lane.hold(new SluiceError(code, 'down'))
        void lane.pass(1, createCancellation())
        const wait = (lane.waiting()?.until ?? 0) - clock.now()
        lane.nudge()
        void lane.pass(1, createCancellation())
        return wait
      })
      return Math.max(...waits)
    }
    expect(longest([0])).toBe(bound)
    const share = fc.double({ min: 0, max: 0.999_999, noNaN: true })
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 12 }), (randoms) => {
        expect(longest(randoms)).toBeLessThanOrEqual(bound)
      }),
    )
  })

  it('waits no longer when the clock of the computer is set back, and says so', async () => {
    const { clock, lane, passed, go } = open()
    lane.hold(down())
    go(1)
    await clock.advance(10)
    clock.jumpWall(-3_600_000)
    go(2)
    expect((lane.waiting()?.until ?? 0) - clock.now()).toBeLessThanOrEqual(15_000)
    await clock.advance(15_000)
    expect(passed).toEqual([1])
    lane.hold(down())
    go(3)
    clock.jumpWall(-3_600_000)
    await clock.advance(15_000)
    expect(passed).toHaveLength(2)
  })

  it('lets another probe go when the one at work was ended early', async () => {
    const { clock, lane, passed, go } = open()
    lane.hold(down())
    go(1)
    go(2)
    await clock.runUntil(() => passed.length > 0)
    lane.gaveUp(1)
    await clock.runUntil(() => passed.length > 1)
    expect(passed).toEqual([1, 2])
  })

  it('lets another probe go when the request of the one at work was not taken', async () => {
    const { clock, lane, passed, go } = open()
    lane.hold(down())
    go(1)
    go(2)
    await clock.runUntil(() => passed.length > 0)
    await clock.advance(0)
    expect(passed).toEqual([1])
    expect(lane.rejected(1, 'a', new SluiceError('request_invalid', 'came HTTP 400'))).toBe('suspect')
    await clock.advance(0)
    expect(passed).toEqual([1, 2])
  })

  it('tries at once when a person acted', async () => {
    const { clock, lane, passed, go } = open()
    lane.hold(new SluiceError('budget_reached', 'budget reached'), null)
    go(1)
    await clock.advance(3_600_000)
    expect(passed).toEqual([])
    lane.nudge()
    await clock.advance(0)
    expect(passed).toEqual([1])
  })

  it('calls a suspect guilty only when another chunk was answered', async () => {
    const { clock, lane, never } = open()
    const verdicts: string[] = []
    const before = lane.successes()
    lane.succeeded()
    void lane.trial(lane.successes(), never).then((v) => verdicts.push(`fresh: ${v}`))
    void lane.trial(before, never).then((v) => verdicts.push(`answered meanwhile: ${v}`))
    await clock.advance(0)
    expect(verdicts).toEqual(['answered meanwhile: guilty'])
    lane.succeeded()
    await clock.advance(0)
    expect(verdicts).toContain('fresh: guilty')
  })

  it('is held, and no chunk is at fault, when three different chunks are rejected in a row', async () => {
    const { clock, lane, never } = open()
    const bad = new SluiceError('request_invalid', 'came HTTP 400')
    const verdicts: string[] = []
    for (const chunk of [1, 2]) {
      expect(lane.rejected(chunk, `text ${chunk}`, bad)).toBe('suspect')
      void lane.trial(lane.successes(), never).then((v) => verdicts.push(v))
    }
    expect(lane.rejected(2, 'text 2', bad)).toBe('suspect')
    expect(lane.rejected(9, 'text 2', bad)).toBe('suspect')
    expect(lane.rejected(3, 'text 3', bad)).toBe('held')
    await clock.advance(0)
    expect(verdicts).toEqual(['held', 'held'])
    expect(lane.waiting()).toMatchObject({ needsPerson: false, error: { code: 'request_rejected' } })
  })

  it('probes requests that are not taken with other chunks first, five times before a person is asked', async () => {
    const { clock, lane, passed, go, never } = open()
    const bad = new SluiceError('request_invalid', 'came HTTP 400')
    const reject = (chunk: number) => lane.rejected(chunk, `text ${chunk}`, bad)
    for (const chunk of [1, 2, 3]) reject(chunk)
    go(1)
    const cancelled = createCancellation()
    const ended = lane.pass(4, cancelled).catch(() => 'ended')
    cancelled.cancel()
    expect(await ended).toBe('ended')
    go(5)
    await clock.runUntil(() => passed.length === 1)
    expect(passed).toEqual([5])
    reject(5)
    for (const needsPerson of [false, false, false, false, true]) {
      expect(lane.waiting()).toMatchObject({ needsPerson })
      await clock.runUntil(() => passed.length > 1)
      // Nobody else is there.
      expect(passed.splice(1)).toEqual([1])
      reject(1)
      void lane.pass(1, never).then(() => passed.push(1))
    }
  })

  it('ends a wait when the work is cancelled', async () => {
    const { clock, lane } = open()
    const source = createCancellation()
    lane.hold(down(), null)
    const ended = expect(lane.pass(1, source)).rejects.toMatchObject({ name: 'Cancelled' })
    source.cancel()
    await clock.advance(0)
    await ended
  })
})
