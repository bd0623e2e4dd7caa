import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { startDeadlines } from './deadlines.ts'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('startDeadlines', () => {
  it('lets the answer be silent before it has begun, but not longer than the whole', () => {
    const deadlines = startDeadlines(1000, 10)
    vi.advanceTimersByTime(999)
    expect(deadlines.signal.aborted).toBe(false)
    vi.advanceTimersByTime(1)
    expect(deadlines.signal.aborted).toBe(true)
    expect(deadlines.reason()).toBe('call_timeout')
  })

  it('starts the idle time anew with each touch', () => {
    const deadlines = startDeadlines(1000, 10)
    for (let touches = 0; touches < 50; touches += 1) {
      deadlines.touch()
      vi.advanceTimersByTime(9)
    }
    expect(deadlines.reason()).toBeNull()
    vi.advanceTimersByTime(1)
    expect(deadlines.reason()).toBe('idle_timeout')
  })

  it('keeps the first reason, and leaves no timer behind', () => {
    const deadlines = startDeadlines(1000, 10)
    deadlines.touch()
    deadlines.end('closed')
    deadlines.touch()
    expect(vi.getTimerCount()).toBe(0)
    deadlines.end('idle_timeout')
    expect(deadlines.reason()).toBe('closed')
  })

  it('do not count the time in which the process stood still, as while a laptop sleeps', () => {
    const now = vi.spyOn(performance, 'now').mockReturnValue(0)
    const whole = startDeadlines(1000, 10)
    const begun = startDeadlines(1000, 10)
    begun.touch()
    now.mockReturnValue(600_000)
    vi.advanceTimersByTime(10)
    expect(begun.reason()).toBeNull()
    vi.advanceTimersByTime(10)
    expect(begun.reason()).toBe('idle_timeout')
    now.mockReturnValue(1_200_000)
    vi.advanceTimersByTime(980)
    expect(whole.reason()).toBeNull()
    vi.advanceTimersByTime(1000)
    expect(whole.reason()).toBe('call_timeout')
    now.mockRestore()
  })
})
