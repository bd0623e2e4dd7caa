import type { Clock, EpochMs, MonotonicMs } from '../ports/system.ts'

/** A Clock whose time moves only when a test says so; the same test always sees the same order of events. */
export interface VirtualClock extends Clock {
  /** Timers that have neither run nor been cancelled: a test for leaks expects 0. */
  readonly pending: number
  /** Lets everything run that needs no time: promises, and callbacks of the event loop that are ready. */
  flush(): Promise<void>
  /** Moves both clocks by `ms`, running each timer at its own instant. */
  advance(ms: number): Promise<void>
  /** Moves to the next timer and runs it; false when there is none. */
  runNext(): Promise<boolean>
  /** Runs timers until the predicate holds. Throws when no timer is left, or after `maxTimers` (default 1,000,000). */
  runUntil(predicate: () => boolean, maxTimers?: number): Promise<void>
  /** Moves the wall clock alone: an NTP step (either way), or a suspend, during which monotonic time stands still. */
  jumpWall(ms: number): void
}

interface Timer {
  due: MonotonicMs
  run: () => void
}

const START: EpochMs = Date.UTC(2026, 10, 1)

export function createVirtualClock(start: { now?: EpochMs; monotonic?: MonotonicMs } = {}): VirtualClock {
  let monotonic = start.monotonic ?? 1_000
  let wallOffset = (start.now ?? START) - monotonic
  /** By due time; equal ones in the order they were set. */
  const timers: Timer[] = []

  // A turn of the event loop drains every chain of promises, however long it is.
  const flush = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

  const runFirst = async (): Promise<void> => {
    const timer = timers.shift()
    if (!timer) return
    monotonic = Math.max(monotonic, timer.due)
    timer.run()
    await flush()
  }

  const runNext = async (): Promise<boolean> => {
    await flush()
    if (timers.length === 0) return false
    await runFirst()
    return true
  }

  return {
    // Whole milliseconds, as a wall clock gives them; monotonic time has fractions.
    now: () => Math.floor(monotonic + wallOffset),
    monotonic: () => monotonic,
    get pending() {
      return timers.length
    },
    after(ms, run) {
      const timer = { due: monotonic + (ms > 0 ? ms : 0), run }
      timers.splice(placeOf(timer.due, timers), 0, timer)
      return () => {
        const at = timers.indexOf(timer)
        if (at >= 0) timers.splice(at, 1)
      }
    },
    flush,
    async advance(ms) {
      const end = monotonic + ms
      await flush()
      while (timers[0] && timers[0].due <= end) await runFirst()
      monotonic = Math.max(monotonic, end)
      await flush()
    },
    runNext,
    async runUntil(predicate, maxTimers = 1_000_000) {
      await flush()
      for (let ran = 0; !predicate(); ran++) {
        if (ran >= maxTimers) throw new Error(`expected the state within ${maxTimers} timers, it did not come`)
        if (!(await runNext()) && !predicate()) throw new Error('expected the state to come, but no timer is left')
      }
    },
    jumpWall(ms) {
      wallOffset += ms
    },
  }
}

/** Where a timer goes: after all that are due no later. */
function placeOf(due: MonotonicMs, timers: readonly Timer[]): number {
  let low = 0
  let high = timers.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((timers[middle]?.due ?? 0) <= due) low = middle + 1
    else high = middle
  }
  return low
}
