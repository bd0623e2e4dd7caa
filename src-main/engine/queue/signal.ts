import type { Clock, EpochMs } from '../ports.ts'

/**
 * Wakes loops when something may have changed. Level-triggered: read `version` before looking,
 * wait with it after, and a change in between is never missed.
 */
export interface Signal {
  version(): number
  notify(): void
  /**
   * Resolves at once if the version has moved on since `seen`, else at the next change or at `until`. A wait for a time
   * also ends now and then before it: who waits looks at the clock again.
   */
  wait(seen: number, until: EpochMs | null): Promise<void>
}

/** A timer stands still while the computer sleeps, and the time of day does not. */
const LOOK_AGAIN_MS = 60_000

/** `heard`: a narrower signal whose waiters hear of every change of this one too. */
export function createSignal(clock: Clock, heard?: Signal): Signal {
  let version = 0
  let waiters = new Set<() => void>()
  return {
    version: () => version,
    notify() {
      version += 1
      const woken = waiters
      waiters = new Set()
      for (const wake of woken) wake()
      heard?.notify()
    },
    wait(seen, until) {
      if (version !== seen) return Promise.resolve()
      return new Promise((resolve) => {
        let cancelTimer = () => {}
        const wake = () => {
          cancelTimer()
          waiters.delete(wake)
          resolve()
        }
        waiters.add(wake)
        if (until !== null) cancelTimer = clock.after(Math.min(LOOK_AGAIN_MS, Math.max(0, until - clock.now())), wake)
      })
    },
  }
}
