import type { MonotonicMs } from '../ports/system.ts'
import { bucketOpensAt, newBucket, replayBucket, type Booked, type BucketState, type RateStep } from './gates.ts'
import type { DimensionName } from './limits.ts'
import { rampSteps } from './ramp.ts'

/** What the bucket of one dimension fills by. */
export interface Pace {
  limit: number
  /** What of the limit may be used a window. */
  allowed: number
  windowMs: number
  /** The part of `allowed` that refusals have left. */
  factor: number
  rampStart: MonotonicMs
}

/** The second gate of one dimension: a bucket of our own, replayed from the list of calls at the paces that were in force. */
export class PacedBucket {
  readonly #name: DimensionName
  #steps: RateStep[] = []
  /** The replay up to calls so old that they seldom change; null when one did. */
  #replayed: BucketState | null = null
  #paceInForce = ''

  constructor(name: DimensionName) {
    this.#name = name
  }

  /** The calls up to this moment are no longer those that were replayed. */
  changedAt(sentAt: MonotonicMs): void {
    if (this.#replayed && sentAt <= this.#replayed.time) this.#replayed = null
  }

  /** From now on it fills by this. Calls before `forgotten` matter no more. */
  fillBy(pace: Pace, now: MonotonicMs, forgotten: MonotonicMs): void {
    const { limit, allowed, windowMs, factor, rampStart } = pace
    const inForce = [limit, allowed, windowMs, factor, rampStart].join()
    if (inForce === this.#paceInForce) return
    this.#paceInForce = inForce
    const past = this.#steps.filter((step, i) => step.from < now && (this.#steps[i + 1]?.from ?? now) > forgotten)
    // Calls older than the limiter itself, read back from the ledger, went at the full rate.
    if (past.length === 0) past.push(this.#step(forgotten, 1, pace))
    const ahead = rampSteps(rampStart, windowMs, now).map(({ from, factor: ramp }) =>
      this.#step(from, factor * ramp, pace),
    )
    this.#steps = [...past, ...ahead]
    this.#replayed = null
  }

  /** When a call of this cost may go; calls older than `settledBefore` are replayed once and remembered. */
  opensAt(calls: readonly Booked[], cost: number, now: MonotonicMs, settledBefore: MonotonicMs): MonotonicMs {
    const start = this.#replayed ?? newBucket(this.#steps)
    this.#replayed = replayBucket(start, calls, this.#steps, Math.max(start.time, settledBefore))
    return bucketOpensAt(replayBucket(this.#replayed, calls, this.#steps, now), this.#steps, cost)
  }

  #step(from: MonotonicMs, part: number, pace: Pace): RateStep {
    return { from, perMs: (pace.allowed * part) / pace.windowMs, capacity: this.#capacity(part, pace) }
  }

  /**
   * As small as a server's may be: half a second's requests (whole ones), 0.3 s of input. The output bucket holds
   * max_tokens of whole calls, so it is as large as the share.
   */
  #capacity(part: number, { limit, allowed }: Pace): number {
    if (this.#name === 'requests') return Math.max(1, Math.floor(limit / 120))
    return this.#name === 'input' ? limit / 200 : allowed * part
  }
}
