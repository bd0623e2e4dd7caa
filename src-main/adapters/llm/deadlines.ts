/** Why a call was ended from this side. */
export type EndReason = 'closed' | 'call_timeout' | 'idle_timeout'

/** One call's two timers and the signal that ends it. */
export interface Deadlines {
  signal: AbortSignal
  /** Null while the call may go on. */
  reason(): EndReason | null
  /** Something came: the idle time starts anew. It does not run before the first of these. */
  touch(): void
  end(reason: EndReason): void
  /** The call is over: nothing may fire any more. */
  clear(): void
}

/** A timer that fires so much too late tells of a process that stood still, as while a laptop sleeps. */
const STOOD_STILL_MS = 1_000

/**
 * @param totalMs how long the whole call may take.
 * @param idleMs how long the answer may be silent once it has begun.
 */
export function startDeadlines(totalMs: number, idleMs: number): Deadlines {
  const controller = new AbortController()
  let reason: EndReason | null = null
  let idle: Timer | null = null
  const clear = () => {
    total.clear()
    idle?.clear()
  }
  const end = (why: EndReason) => {
    reason ??= why
    clear()
    controller.abort()
  }
  const total = startTimer(totalMs, () => end('call_timeout'))
  return {
    signal: controller.signal,
    reason: () => reason,
    touch() {
      if (reason) return
      if (idle) idle.refresh()
      else idle = startTimer(idleMs, () => end('idle_timeout'))
    },
    end,
    clear,
  }
}

interface Timer {
  refresh(): void
  clear(): void
}

/** Time in which the process stood still does not count: what came meanwhile is paid for, and has not been read yet. */
function startTimer(ms: number, expired: () => void): Timer {
  let due = performance.now() + ms
  const refresh = () => {
    due = performance.now() + ms
    timer.refresh()
  }
  const timer = setTimeout(() => (performance.now() - due > STOOD_STILL_MS ? refresh() : expired()), ms)
  return { refresh, clear: () => clearTimeout(timer) }
}
