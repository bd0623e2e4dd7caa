import type { LimitHeader } from '../ports/llm.ts'
import type { MonotonicMs } from '../ports/system.ts'
import { foreignUse } from './foreign-use.ts'
import { costRatio, windowOpensAt, windowUsed, type Booked } from './gates.ts'
import type { Cost } from './costs.ts'
import { NO_REDUCTION, reduce, reductionFactor, type DimensionName, type Limit } from './limits.ts'
import { PacedBucket } from './paced-bucket.ts'
import { Peak } from './peak.ts'

/** The window as the limiter holds it. */
export interface WindowOptions {
  /** Part of each limit that may be used. */
  share: number
  /** Length of the API's minute. */
  windowMs: number
  /** Added to the window for clocks that run at different speeds. */
  slackMs: number
}

export interface Slot {
  at: MonotonicMs
  gate: 'window' | 'bucket'
}

/**
 * What others have used is made room for by booking it. Headers are late, so when less than this part of the limit
 * remains a part of the own share is given up as well, at most once a window.
 */
const NEARLY_OVERRUN = 0.1
/** The default share: what it leaves of the limit is for what a server may hold. */
const MOST_SHARE_WITH_HOLDS = 0.8
const ROOM_FOR_OTHERS = 0.9

/** One dimension of a family: its list of calls and what its two gates make of it. */
export class Dimension {
  readonly name: DimensionName
  limit: Limit
  #options: WindowOptions
  #calls: Booked[] = []
  /** Those of our calls that have no answer yet. */
  readonly #open = new Set<Booked>()
  readonly #bucket: PacedBucket
  #ratio = 1
  #reduction = NO_REDUCTION
  #rampStart: MonotonicMs = -Infinity
  #capacitySeen = 0
  readonly #peak = new Peak()

  constructor(name: DimensionName, limit: Limit, options: WindowOptions) {
    this.name = name
    this.limit = limit
    this.#options = options
    this.#bucket = new PacedBucket(name)
  }

  configure(limit: Limit, options: WindowOptions): void {
    if (limit.limit !== this.limit.limit) this.#capacitySeen = 0
    this.limit = limit
    this.#options = options
  }

  /** What the window may hold at most: the line that is never passed. */
  get allowed(): number {
    return this.limit.limit * this.#options.share
  }

  ramp(start: MonotonicMs): void {
    this.#rampStart = start
  }

  giveUp(by: number, now: MonotonicMs): void {
    this.#reduction = reduce(this.#reduction, by, this.#options.windowMs, now)
  }

  /** Has its whole share again. */
  recover(): void {
    this.#reduction = NO_REDUCTION
  }

  /** Books a call. */
  book(cost: Cost, now: MonotonicMs): Booked {
    const call: Booked = {
      sentAt: now,
      countedBy: Infinity,
      window: cost.window,
      bucket: this.#bucketCost(cost),
      settledFrom: null,
    }
    this.#open.add(call)
    this.#add(call)
    this.#peak.note(this.used(now), now, this.#options.windowMs)
    return call
  }

  /** Books what was counted by a moment in the past, or by others. */
  bookPast(cost: Cost, sentAt: MonotonicMs, countedBy: MonotonicMs): void {
    this.#add({ sentAt, countedBy, window: cost.window, bucket: cost.bucket, settledFrom: null })
  }

  /** Adds a call in the order of the list. */
  #add(call: Booked): void {
    let at = this.#calls.length
    while (at > 0 && (this.#calls[at - 1]?.sentAt ?? 0) > call.sentAt) at--
    this.#calls.splice(at, 0, call)
    this.#bucket.changedAt(call.sentAt)
  }

  remove(call: Booked): void {
    const at = this.#calls.lastIndexOf(call)
    if (at >= 0) this.#calls.splice(at, 1)
    this.#bucket.changedAt(call.sentAt)
  }

  /** The call has ended, or was never sent: nothing is set aside for it any more. */
  close(call: Booked): void {
    this.#open.delete(call)
  }

  /** The call went at this moment, not when it was booked. */
  move(call: Booked, sentAt: MonotonicMs): void {
    this.remove(call)
    call.sentAt = sentAt
    this.#add(call)
  }

  /** Replaces what was booked by what was billed, in the past too. */
  settle(call: Booked, billed: Cost, now: MonotonicMs): void {
    const more = billed.window > call.window
    call.settledFrom = { window: call.window, bucket: call.bucket, at: now }
    call.window = billed.window
    call.bucket = billed.bucket
    if (this.name === 'input') this.#ratio = costRatio(this.#calls)
    this.#bucket.changedAt(call.sentAt)
    if (more) this.#peak.note(this.used(now), now, this.#options.windowMs)
  }

  /** When a call of this cost may go, if nothing is settled before; Infinity when a call in flight must end first. */
  opensAt(cost: Cost, now: MonotonicMs): Slot {
    this.#prepare(now)
    // A share that was given up for a while delays a large call, it does not make it impossible: it goes alone.
    const allowed = Math.max(this.allowed * this.#factor(now), cost.window)
    const window = Math.max(
      windowOpensAt(this.#calls, this.#span, allowed, cost.window, now),
      this.#holdOpensAt(cost, now),
    )
    const bucket = this.#bucket.opensAt(this.#calls, this.#bucketCost(cost), now, now - this.#span / 8)
    return bucket > window ? { at: bucket, gate: 'bucket' } : { at: window, gate: 'window' }
  }

  /**
   * A server may hold max_tokens and count any minute: with what calls in flight may hold, the window stays within the
   * limit itself. At pace tight nothing of the limit is left for that, and large answers would have to go one by one.
   */
  #holdOpensAt(cost: Cost, now: MonotonicMs): MonotonicMs {
    if (this.name !== 'output' || this.#options.share > MOST_SHARE_WITH_HOLDS) return now
    const room = Math.max(this.limit.limit, cost.bucket)
    return windowOpensAt(this.#calls, this.#span, room, cost.bucket, now, 'bucket')
  }

  used(now: MonotonicMs): number {
    return windowUsed(this.#calls, this.#span, now)
  }

  /** The part of `used` that is set aside for calls without an answer yet. */
  reserved(now: MonotonicMs): number {
    return windowUsed([...this.#open], this.#span, now)
  }

  get peak(): number {
    return this.#peak.used
  }

  /**
   * Makes room for what `remaining`, as it was at `at`, shows that others have used: it is booked as if we had sent
   * it. Returns what was booked.
   */
  tighten(header: LimitHeader, at: MonotonicMs, now: MonotonicMs): number {
    const { remaining } = header
    if (remaining === undefined || !Number.isFinite(remaining) || remaining < 0) return 0
    const { windowMs, slackMs } = this.#options
    // What was left too long ago can't be compared: the calls of that window have been forgotten.
    if (now - at > windowMs / 2) return 0
    this.#capacitySeen = Math.min(this.limit.limit, Math.max(this.#capacitySeen, remaining))
    const roundedTo = this.name === 'requests' ? 1 : 1000
    const belief = { limit: this.limit.limit, windowMs, slackMs, capacitySeen: this.#capacitySeen, roundedTo }
    const foreign = foreignUse(this.#calls, remaining, at, belief)
    if (foreign === 0) return 0
    // The small buckets only smooth; the one for output stands for the server's own and so is emptied too.
    this.bookPast({ window: foreign, bucket: this.name === 'output' ? foreign : 0 }, at, at)
    const overrun = remaining < NEARLY_OVERRUN * this.limit.limit
    if (overrun && now - this.#reduction.since >= windowMs) this.giveUp(ROOM_FOR_OTHERS, now)
    return foreign
  }

  get #span(): number {
    return this.#options.windowMs + this.#options.slackMs
  }

  /**
   * The window books with a guard, for its line is never passed. The small bucket must pace at the true rate: with the
   * guard it would pace slower by it, and what a bucket overflows can't be won back. So it takes what is to be expected.
   */
  #bucketCost(cost: Cost): number {
    return this.name === 'input' ? cost.bucket * this.#ratio : cost.bucket
  }

  #factor(now: MonotonicMs): number {
    return reductionFactor(this.#reduction, this.#options.windowMs, now)
  }

  /** Brings the rate's steps up to date and forgets what can't matter any more. */
  #prepare(now: MonotonicMs): void {
    const { windowMs } = this.#options
    // The window forgets after one span; within it the bucket was full once, for the window holds back longer than it.
    const forgotten = now - 1.5 * this.#span
    const first = this.#calls[0]
    if (first && first.countedBy < forgotten - this.#span / 8) {
      this.#calls = this.#calls.filter((call) => call.countedBy >= forgotten)
      this.#bucket.changedAt(-Infinity)
    }
    const { limit } = this.limit
    const pace = { limit, allowed: this.allowed, windowMs, factor: this.#factor(now), rampStart: this.#rampStart }
    this.#bucket.fillBy(pace, now, forgotten)
  }
}
