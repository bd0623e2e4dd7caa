import type { Clock } from '../../engine/ports.ts'

/** A signal that aborts after a time, if there is one. */
export interface Deadline {
  readonly signal: AbortSignal
  end(): void
}

/** By the clock, since AbortSignal.timeout fires at once after 25 days or more, and takes no part of a millisecond. */
export function startDeadline(clock: Pick<Clock, 'after'>, ms: number | null): Deadline {
  const over = new AbortController()
  const end = ms === null ? () => {} : clock.after(ms, () => over.abort())
  return { signal: over.signal, end }
}
