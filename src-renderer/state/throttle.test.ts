import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createThrottle } from './throttle.ts'

describe('createThrottle', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('runs at once, then once more for all requests in between', async () => {
    const task = vi.fn<() => Promise<void>>(async () => {})
    const throttle = createThrottle(task, 1000)
    for (let i = 0; i < 200; i++) throttle.request()
    expect(task).toHaveBeenCalledTimes(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(task).toHaveBeenCalledTimes(2)
    await vi.advanceTimersByTimeAsync(5000)
    expect(task).toHaveBeenCalledTimes(2)
  })

  it('never runs twice at a time', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const task = vi.fn<() => Promise<void>>(() => promise)
    const throttle = createThrottle(task, 1000)
    throttle.request()
    throttle.request()
    await vi.advanceTimersByTimeAsync(5000)
    expect(task).toHaveBeenCalledTimes(1)
    resolve()
    await vi.advanceTimersByTimeAsync(0)
    expect(task).toHaveBeenCalledTimes(2)
  })

  it('does nothing more once stopped', async () => {
    const task = vi.fn<() => Promise<void>>(async () => {})
    const throttle = createThrottle(task, 1000)
    throttle.request()
    throttle.request()
    throttle.stop()
    await vi.advanceTimersByTimeAsync(5000)
    expect(task).toHaveBeenCalledTimes(1)
  })
})
