import type { Clock } from '../../engine/ports.ts'

/** Longest delay that `setTimeout` holds; a longer one would fire at once. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The host's own time. A pending timer keeps the process alive: work that waits is work. */
export function createSystemClock(): Clock {
  return {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    after: (ms, run) => {
      const due = performance.now() + ms
      let timer: NodeJS.Timeout
      const arm = (): void => {
        const left = Math.max(0, due - performance.now())
        timer = left > LONGEST_TIMER_MS ? setTimeout(arm, LONGEST_TIMER_MS) : setTimeout(run, left)
      }
      arm()
      return () => clearTimeout(timer)
    },
  }
}
