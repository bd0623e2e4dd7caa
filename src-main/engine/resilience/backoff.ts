import type { Random } from '../ports.ts'

/**
 * Exponential backoff with full jitter: uniform in (0, min(cap, base·2^attempt)].
 * Source: "Exponential Backoff And Jitter", AWS Architecture Blog, 2015.
 * @param attempt 0 for the first wait.
 */
export function backoffMs(attempt: number, baseMs: number, capMs: number, random: Random): number {
  const ceiling = Math.min(capMs, baseMs * 2 ** Math.min(attempt, 30))
  return Math.max(1, Math.round(ceiling * (1 - random.next())))
}
