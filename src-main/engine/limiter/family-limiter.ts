import type { LimitRow } from '../../../src-shared/contract/commands.ts'
import type { WaitReason } from '../../../src-shared/contract/events.ts'
import type { RateLimitHeaders } from '../ports/llm.ts'
import type { CallEstimate, WindowCall } from '../ports/store/ledger.ts'
import type { Clock, EpochMs, Logger, MonotonicMs } from '../ports/system.ts'
import { BookedCall } from './booked-call.ts'
import { Certainty } from './certainty.ts'
import { billedCost, bookedCost, REFUSED_COST, type Cost } from './costs.ts'
import { FamilyDimensions } from './family-dimensions.ts'
import { limitRow } from './limit-row.ts'
import type { LimiterOptions } from './limiter-options.ts'
import { DIMENSIONS, largestMaxTokens, type LearnedLimits, type PerDimension } from './limits.ts'
import { neverFits } from './never-fits.ts'
import { rampFactor } from './ramp.ts'
import type { PendingReservation, RefusalKind, Reservation, ReserveOptions } from './reservation.ts'
import type { Shut } from './shut.ts'
import { WaitingLine, type Waiter } from './waiting-line.ts'
import { DIMENSION_KIND, waitReasonOf, type Hold } from './wait-reason.ts'

export interface FamilyPorts {
  clock: Clock
  family: string
  options: LimiterOptions
  logger?: Logger
  learned?: LearnedLimits
}

/** Wall and monotonic time drift apart by this when the machine was suspended. */
const SUSPENDED_MS = 2_000

/** The limiter of one family: a queue, a timer, and three dimensions that say when the first may go. */
export class FamilyLimiter {
  readonly family: string
  readonly #clock: Clock
  readonly #logger: Logger | undefined
  #options: LimiterOptions
  readonly #dimensions: FamilyDimensions
  readonly #certainty = new Certainty()
  readonly #line = new WaitingLine()
  #reason: WaitReason | null = null
  #cancelTimer: (() => void) | null = null
  #open = 0
  #lastActivity: MonotonicMs = -Infinity
  #rampStart: MonotonicMs = -Infinity
  #blockedUntil: MonotonicMs = -Infinity
  /** When the last refusal or lowered limit made us slower. */
  #slowedAt: MonotonicMs = -Infinity
  #wallOffset: number
  /** Counts the keys that were in use. */
  #nthKey = 0
  #lastCost: PerDimension<Cost> | null = null

  constructor({ clock, family, options, logger, learned }: FamilyPorts) {
    this.family = family
    this.#clock = clock
    this.#logger = logger
    this.#options = options
    this.#dimensions = new FamilyDimensions(options, learned)
    this.#wallOffset = clock.now() - clock.monotonic()
  }

  reserve(estimate: CallEstimate, options: ReserveOptions = {}): PendingReservation {
    const { promise, resolve, reject } = Promise.withResolvers<Reservation | null>()
    const waiter: Waiter = {
      estimate,
      cost: bookedCost(estimate),
      ask: options.priority === 'ask',
      since: this.#clock.now(),
      onWait: options.onWait?.bind(options),
      grant: resolve,
      fail: reject,
    }
    // Who waits for these gates themselves has not been idle: a ramp for it would make the next wait as long, for ever.
    if (!this.#line.first) this.#rampAfterIdle(this.#clock.monotonic())
    this.#line.join(waiter)
    if (this.#line.first === waiter) this.#pump()
    if (this.#reason && this.#line.has(waiter)) this.#line.tell(this.#reason, [waiter])
    return {
      granted: promise,
      cancel: () => {
        if (!this.#line.leave(waiter)) return
        waiter.grant(null)
        this.#pump()
      },
    }
  }

  learn(headers: RateLimitHeaders): void {
    this.#learnAsOf(headers, this.#clock.monotonic())
    this.#pump()
  }

  retryAfter(ms: number | null, kind: RefusalKind): void {
    const now = this.#clock.monotonic()
    const { windowMs } = this.#options
    const wait = ms !== null && ms >= 0 ? ms : windowMs / 4
    // Calls that were in flight together are refused together: that is one refusal's worth of slowing down.
    // And a limit that has just been lowered explains a refusal.
    const unexplained = now >= this.#blockedUntil && now - this.#slowedAt >= windowMs / 4
    this.#blockedUntil = Math.max(this.#blockedUntil, now + wait)
    this.#beginRamp(this.#blockedUntil)
    if (kind === 'rate' && unexplained) {
      this.#slowedAt = now
      for (const dimension of this.#dimensions.all) dimension.giveUp(0.5, now)
    }
    this.#logger?.warn('the API refused a call', { family: this.family, kind, waitMs: wait })
    this.#pump()
  }

  restore(calls: readonly WindowCall[], wall: EpochMs, shut: Shut | null = null): void {
    const now = this.#clock.monotonic()
    const past = (at: EpochMs): MonotonicMs => now - ago(at, wall)
    for (const call of calls) {
      const sentAt = past(call.sentAt)
      // Its owner died with it: whatever the API did with an open call, it did by now.
      const countedBy = call.endedAt === null ? sentAt : Math.max(sentAt, past(call.endedAt))
      const cost = call.refused ? REFUSED_COST : call.usage ? billedCost(call.usage) : bookedCost(call.estimate)
      for (const name of DIMENSIONS) this.#dimensions.each[name].bookPast(cost[name], sentAt, countedBy)
    }
    if (shut) this.#blockedUntil = Math.max(this.#blockedUntil, past(shut.at) + shut.ms)
    this.#pump()
  }

  shut(): Shut | null {
    const left = this.#blockedUntil - this.#clock.monotonic()
    return left > 0 ? { at: this.#clock.now(), ms: Math.ceil(left) } : null
  }

  changeKey(learned: LearnedLimits, shut: Shut | null): void {
    this.#nthKey++
    this.tryAgain()
    this.#dimensions.relearn(learned)
    for (const dimension of this.#dimensions.all) dimension.recover()
    const now = this.#clock.monotonic()
    this.#blockedUntil = shut ? now - ago(shut.at, this.#clock.now()) + shut.ms : -Infinity
    this.#beginRamp(Math.max(now, this.#blockedUntil))
    this.#pump()
  }

  tryAgain(): void {
    this.#certainty.doubt()
  }

  reconfigure(options: LimiterOptions): void {
    this.#options = options
    this.#dimensions.reconfigure(options)
    this.#pump()
  }

  largestMaxTokens(): number {
    return largestMaxTokens(this.#dimensions.each.output.limit.limit, this.#options.share)
  }

  learned(): LearnedLimits {
    return this.#dimensions.learned
  }

  statistics(): LimitRow[] {
    const now = this.#clock.monotonic()
    const next = this.#line.first?.cost ?? this.#lastCost
    return DIMENSIONS.map((name) => {
      const dimension = this.#dimensions.each[name]
      const at = next ? Math.max(dimension.opensAt(next[name], now).at, this.#blockedUntil) : now
      return limitRow(this.family, dimension, now, Math.min(at - now, this.#options.windowMs), this.#reason)
    })
  }

  waiting(): WaitReason | null {
    return this.#reason
  }

  close(): void {
    this.#stopTimer()
    this.#reason = null
    this.#line.close()
  }

  #beginRamp(start: MonotonicMs): void {
    this.#rampStart = start
    for (const dimension of this.#dimensions.all) dimension.ramp(start)
  }

  /** Gives every place that can be given now, then sets the timer for the next one. */
  #pump(): void {
    this.#stopTimer()
    this.#noticeSuspend()
    for (;;) {
      const waiter = this.#line.first
      if (!waiter) {
        this.#reason = null
        return
      }
      const now = this.#clock.monotonic()
      const never = neverFits(waiter.cost, this.#dimensions.limits(this.#certainty.isSure(now)))
      if (never) {
        this.#line.leave(waiter)
        waiter.fail(never)
        continue
      }
      const hold = this.#holdOf(waiter, now)
      if (hold) {
        this.#hold(hold, now)
        return
      }
      this.#line.leave(waiter)
      waiter.grant(this.#book(waiter, now))
    }
  }

  #holdOf(waiter: Waiter, now: MonotonicMs): Hold | null {
    if (this.#blockedUntil > now) return { kind: 'retry-after', at: this.#blockedUntil }
    if (this.#certainty.isFindingOut(now)) return { kind: 'ramp', at: Infinity }
    let latest: Hold | null = null
    for (const name of DIMENSIONS) {
      const slot = this.#dimensions.each[name].opensAt(waiter.cost[name], now)
      if (slot.at <= (latest?.at ?? now)) continue
      const ramping = slot.gate === 'bucket' && rampFactor(this.#rampStart, this.#options.windowMs, now) < 1
      latest = { kind: ramping ? 'ramp' : DIMENSION_KIND[name], at: slot.at }
    }
    return latest
  }

  #hold(hold: Hold, now: MonotonicMs): void {
    // Looks again at least once a window: shares that were given up come back with time.
    const wait = Math.min(hold.at - now, this.#options.windowMs)
    this.#cancelTimer = this.#clock.after(wait, () => this.#pump())
    const before = this.#reason
    const wall = this.#clock.now()
    const since = before?.kind === hold.kind ? before.since : wall
    const reason = waitReasonOf(hold, since, wall, now)
    this.#reason = reason
    if (before?.kind === reason.kind && nearly(before.until, reason.until)) return
    this.#line.tell(reason)
  }

  #stopTimer(): void {
    this.#cancelTimer?.()
    this.#cancelTimer = null
  }

  #rampAfterIdle(now: MonotonicMs): void {
    if (this.#open > 0 || now - Math.max(this.#lastActivity, this.#rampStart) < this.#options.windowMs) return
    this.#beginRamp(Math.max(now, this.#blockedUntil))
  }

  /** While a machine is suspended monotonic time may stand still: others may have used the key meanwhile. */
  #noticeSuspend(): void {
    const offset = this.#clock.now() - this.#clock.monotonic()
    const gap = offset - this.#wallOffset
    this.#wallOffset = offset
    if (gap <= SUSPENDED_MS) return
    this.#logger?.info('the clock jumped forward, as after a suspend: starting slowly', { gapMs: Math.round(gap) })
    this.#beginRamp(Math.max(this.#clock.monotonic(), this.#blockedUntil))
  }

  /** Lets nobody go yet: a refusal whose headers these are may hold everybody. */
  #learnAsOf(headers: RateLimitHeaders, at: MonotonicMs): void {
    const now = this.#clock.monotonic()
    if (DIMENSIONS.some((name) => headers[name]?.limit !== undefined)) this.#certainty.confirm(now)
    const moved = this.#dimensions.learn(headers)
    if (moved.some((by) => by < 0)) this.#slowedAt = now
    for (const name of DIMENSIONS) {
      const header = headers[name]
      const foreign = header ? this.#dimensions.each[name].tighten(header, at, now) : 0
      if (foreign === 0) continue
      this.#logger?.info('somebody else uses the key: making room', { family: this.family, name, foreign })
    }
  }

  #book({ estimate, cost }: Waiter, now: MonotonicMs): Reservation {
    this.#open++
    this.#lastCost = cost
    this.#lastActivity = now
    const call: Reservation = new BookedCall(estimate, cost, this.#dimensions.each, this.#clock, {
      nthKey: () => this.#nthKey,
      active: () => (this.#lastActivity = this.#clock.monotonic()),
      // Now it is known when the call leaves the window, and what the limits are.
      counted: () => this.#pump(),
      ended: () => {
        this.#open--
        this.#certainty.end(call)
        this.#pump()
      },
      answered: () => this.#certainty.confirm(this.#clock.monotonic()),
      learn: (headers, at) => this.#learnAsOf(headers, at),
    })
    this.#certainty.begin(call, now)
    return call
  }
}

/** How long ago it was. What seems to lie ahead was written by a clock that has since gone back: it counts as now. */
function ago(at: EpochMs, wall: EpochMs): number {
  return Math.max(0, wall - at)
}

/** Ends of a wait that are the same to a reader. */
function nearly(a: EpochMs | null, b: EpochMs | null): boolean {
  return a === b || (a !== null && b !== null && Math.abs(a - b) < 1_000)
}
