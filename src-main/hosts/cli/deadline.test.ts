import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { createSystemClock } from '../../adapters/system/system-clock.ts'
import { startDeadline } from './deadline.ts'

const DAY_MS = 86_400_000

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

it.each([1234.5, 30 * DAY_MS, 60 * DAY_MS])('aborts after %d ms, and not before', (ms) => {
  const { signal } = startDeadline(createSystemClock(), ms)
  vi.advanceTimersByTime(ms - 2)
  expect(signal.aborted).toBe(false)
  vi.advanceTimersByTime(3)
  expect(signal.aborted).toBe(true)
})

it('never aborts without a time, nor once it was ended', () => {
  const clock = createSystemClock()
  const [none, ended] = [startDeadline(clock, null), startDeadline(clock, 1000)]
  ended.end()
  vi.advanceTimersByTime(DAY_MS)
  expect([none.signal.aborted, ended.signal.aborted]).toEqual([false, false])
})
