import type { MonotonicMs } from '../ports/system.ts'

/**
 * The arithmetic of the two gates, in one dimension (requests, input tokens or output tokens). Pure: both gates are
 * computed from one list of calls, so settling a call corrects the past by itself and there is no counter to drift.
 */

/** One call as the gates of one dimension see it. Lists are ordered by `sentAt`. */
export interface Booked {
  sentAt: MonotonicMs
  /** The latest moment at which the server can have counted it; Infinity while that is open. */
  countedBy: MonotonicMs
  /** What the window counts: the estimate, then what was billed. */
  window: number
  /** What the bucket counts: the most the server may hold, then what was billed. */
  bucket: number
  /** What had been booked until the true cost was known; null until then. */
  settledFrom: { window: number; bucket: number; at: MonotonicMs } | null
}

/** What calls turn out to cost, as a part of what the window booked for them; 1 until enough have been settled. */
export function costRatio(calls: readonly Booked[]): number {
  let settled = 0
  let billed = 0
  let booked = 0
  for (const call of calls) {
    if (call.settledFrom === null) continue
    settled++
    billed += call.window
    booked += call.settledFrom.window
  }
  return settled < ENOUGH_SETTLED || booked === 0 ? 1 : Math.min(2, Math.max(0.1, billed / booked))
}

/** From this moment on the bucket fills at `perMs`, up to `capacity`. The first step also says how full it begins. */
export interface RateStep {
  from: MonotonicMs
  perMs: number
  capacity: number
}

/** Costs are whole numbers and shares of them: what is smaller than this is rounding. */
const ROUNDING = 1e-6
/** Calls whose mean says something of the next one. */
const ENOUGH_SETTLED = 5

/** What of a call a window counts: what is to be expected of it, or the most that a server may hold. */
type Counted = 'window' | 'bucket'

/** What the window holds at a moment: every open call, and those counted within the last `spanMs`. */
export function windowUsed(
  calls: readonly Booked[],
  spanMs: number,
  at: MonotonicMs,
  counted: Counted = 'window',
): number {
  let used = 0
  for (const call of calls) {
    if (call.sentAt <= at && call.countedBy + spanMs > at) used += call[counted]
  }
  return used
}

/**
 * The first moment from `now` on at which the window takes `cost` more; Infinity when that needs an open call to end.
 * A call leaves the window `spanMs` after the server can last have counted it: then no stretch of `spanMs` at the
 * server holds more than `allowed`, whatever the latency.
 */
export function windowOpensAt(
  calls: readonly Booked[],
  spanMs: number,
  allowed: number,
  cost: number,
  now: MonotonicMs,
  counted: Counted = 'window',
): MonotonicMs {
  const tooMuch = windowUsed(calls, spanMs, now, counted) + cost - allowed - ROUNDING
  if (tooMuch <= 0) return now
  // The oldest calls that would free enough bound the moment; only those that leave the window by then can decide it.
  let freed = 0
  let bound = now
  for (const call of calls) {
    if (freed >= tooMuch) break
    const leaves = call.countedBy + spanMs
    if (leaves === Infinity || leaves <= now) continue
    freed += call[counted]
    bound = Math.max(bound, leaves)
  }
  if (freed < tooMuch) return Infinity
  const leaving = calls.filter((call) => call.countedBy + spanMs > now && call.countedBy + spanMs <= bound)
  leaving.sort((a, b) => a.countedBy - b.countedBy)
  freed = 0
  for (const call of leaving) {
    freed += call[counted]
    if (freed >= tooMuch) return call.countedBy + spanMs
  }
  return bound
}

/** A bucket at one moment of the replay. */
export interface BucketState {
  time: MonotonicMs
  /** How full it is; below 0 after a call that was larger than the bucket. */
  level: number
  /** Index of the step in force, and of the first call that has not been taken out yet. */
  step: number
  next: number
}

/** The bucket before the first call. */
export function newBucket(steps: readonly RateStep[]): BucketState {
  const first = steps[0]
  return { time: first?.from ?? 0, level: first?.capacity ?? Infinity, step: 0, next: 0 }
}

/** Replays the calls sent up to `at` and fills the bucket until then. A later state of the same list may start there. */
export function replayBucket(
  from: BucketState,
  calls: readonly Booked[],
  steps: readonly RateStep[],
  at: MonotonicMs,
): BucketState {
  let { time, level, step, next } = from
  const fillUntil = (end: MonotonicMs): void => {
    for (;;) {
      const current = steps[step]
      if (!current) return
      const later = steps[step + 1]
      const until = later && later.from <= end ? later.from : end
      if (until > time) {
        level = Math.min(current.capacity, level + current.perMs * (until - time))
        time = until
      }
      if (until === end && !(later && later.from <= end)) return
      step++
    }
  }
  for (let call = calls[next]; call && call.sentAt <= at; call = calls[++next]) {
    if (call.bucket === 0) continue
    fillUntil(call.sentAt)
    level -= call.bucket
  }
  fillUntil(at)
  return { time, level, step, next }
}

/**
 * The first moment at which the bucket lets `cost` go. A call larger than the bucket goes alone, from a full one.
 * Never refuses at a server whose bucket is no smaller and fills no slower.
 */
export function bucketOpensAt(state: BucketState, steps: readonly RateStep[], cost: number): MonotonicMs {
  let { time, level, step } = state
  for (;;) {
    const current = steps[step]
    if (!current) return time
    level = Math.min(level, current.capacity)
    const missing = Math.min(cost, current.capacity) - level
    if (missing <= ROUNDING) return time
    const full = time + missing / current.perMs
    const next = steps[step + 1]
    if (!next || full <= next.from) return full
    level += current.perMs * (next.from - time)
    time = next.from
    step++
  }
}
