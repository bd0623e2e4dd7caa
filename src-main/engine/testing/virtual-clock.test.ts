import { describe, expect, it } from 'vitest'
import { createVirtualClock } from './virtual-clock.ts'

describe('the virtual clock', () => {
  it('starts where it is told and stands still', () => {
    const clock = createVirtualClock({ now: 5_000, monotonic: 10 })
    expect([clock.now(), clock.monotonic()]).toEqual([5_000, 10])
  })

  it('runs timers in the order they are due, equal ones in the order they were set', async () => {
    const clock = createVirtualClock({ monotonic: 0 })
    const seen: string[] = []
    clock.after(20, () => seen.push(`b@${clock.monotonic()}`))
    clock.after(10, () => seen.push(`a@${clock.monotonic()}`))
    clock.after(20, () => seen.push(`c@${clock.monotonic()}`))
    clock.after(31, () => seen.push('late'))
    await clock.advance(30)
    expect(seen).toEqual(['a@10', 'b@20', 'c@20'])
    expect(clock.monotonic()).toBe(30)
    expect(clock.pending).toBe(1)
  })

  it('lets a chain of promises end before the next timer, and runs timers they set on the way', async () => {
    const clock = createVirtualClock({ monotonic: 0 })
    const seen: number[] = []
    const sleep = (ms: number): Promise<void> => new Promise((resolve) => clock.after(ms, resolve))
    const work = async (): Promise<void> => {
      for (let i = 0; i < 5; i++) {
        await sleep(10)
        for (let turn = 0; turn < 50; turn++) await Promise.resolve()
        seen.push(clock.monotonic())
      }
    }
    const done = work()
    clock.after(25, () => seen.push(-25))
    await clock.advance(50)
    await done
    expect(seen).toEqual([10, 20, -25, 30, 40, 50])
  })

  it('never runs a cancelled timer', async () => {
    const clock = createVirtualClock()
    const seen: string[] = []
    const cancel = clock.after(10, () => seen.push('cancelled'))
    clock.after(5, cancel)
    await clock.advance(100)
    cancel()
    expect(seen).toEqual([])
    expect(clock.pending).toBe(0)
  })

  it('takes a delay that is negative or no number as 0', async () => {
    const clock = createVirtualClock({ monotonic: 7 })
    const seen: number[] = []
    clock.after(-5, () => seen.push(clock.monotonic()))
    clock.after(Number.NaN, () => seen.push(clock.monotonic()))
    await clock.advance(0)
    expect(seen).toEqual([7, 7])
  })

  it('runs one timer at a time and says when there is none', async () => {
    const clock = createVirtualClock({ monotonic: 0 })
    clock.after(3, () => {})
    expect(await clock.runNext()).toBe(true)
    expect(clock.monotonic()).toBe(3)
    expect(await clock.runNext()).toBe(false)
  })

  it('runs until a state has come, and fails when it cannot come', async () => {
    const clock = createVirtualClock({ monotonic: 0 })
    let ticks = 0
    const tick = (): void => {
      ticks++
      if (ticks < 10) clock.after(100, tick)
    }
    clock.after(100, tick)
    await clock.runUntil(() => ticks === 4)
    expect(clock.monotonic()).toBe(400)
    await expect(clock.runUntil(() => ticks === 99)).rejects.toThrow('no timer is left')
    clock.after(1, tick)
    clock.after(2, tick)
    await expect(clock.runUntil(() => false, 1)).rejects.toThrow('within 1 timers')
  })

  it('moves the wall clock alone in a jump, and timers do not notice', async () => {
    const clock = createVirtualClock({ now: 1_000, monotonic: 0 })
    let at = -1
    clock.after(50, () => {
      at = clock.now()
    })
    clock.jumpWall(-500)
    expect([clock.now(), clock.monotonic()]).toEqual([500, 0])
    await clock.advance(50)
    expect(at).toBe(550)
  })
})
