import { afterEach, describe, expect, it, vi } from 'vitest'
import { createSystemClock } from './system-clock.ts'

const THIRTY_DAYS_MS = 30 * 86_400_000

describe('system clock', () => {
  afterEach(() => void vi.useRealTimers())

  it('holds a timer longer than setTimeout can, and runs it once', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    let runs = 0
    createSystemClock().after(THIRTY_DAYS_MS, () => (runs += 1))
    vi.advanceTimersByTime(THIRTY_DAYS_MS - 1)
    expect(runs).toBe(0)
    vi.advanceTimersByTime(2)
    expect(runs).toBe(1)
    vi.advanceTimersByTime(THIRTY_DAYS_MS)
    expect(runs).toBe(1)
  })

  it('cancels a long timer after its first stretch', () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
    let runs = 0
    const cancel = createSystemClock().after(THIRTY_DAYS_MS, () => (runs += 1))
    vi.advanceTimersByTime(THIRTY_DAYS_MS - 1000)
    cancel()
    vi.advanceTimersByTime(THIRTY_DAYS_MS)
    expect(runs).toBe(0)
  })
})
