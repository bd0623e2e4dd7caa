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

/**
 * @param totalMs how long the whole call may take.
 * @param idleMs how long the answer may be silent once it has begun.
 */
export function startDeadlines(totalMs: number, idleMs: number): Deadlines {
  const controller = new AbortController()
  let reason: EndReason | null = null
  let idle: NodeJS.Timeout | undefined
  const clear = () => {
    clearTimeout(total)
    clearTimeout(idle)
  }
  const end = (why: EndReason) => {
    reason ??= why
    clear()
    controller.abort()
  }
  const total = setTimeout(() => end('call_timeout'), totalMs)
  return {
    signal: controller.signal,
    reason: () => reason,
    touch() {
      if (reason) return
      if (idle) idle.refresh()
      else idle = setTimeout(() => end('idle_timeout'), idleMs)
    },
    end,
    clear,
  }
}
