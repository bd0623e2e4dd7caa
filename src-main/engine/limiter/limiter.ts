import type { LimitRow } from '../../../src-shared/contract/commands.ts'
import type { WaitReason } from '../../../src-shared/contract/events.ts'
import { allowedShare, type Settings } from '../../../src-shared/model/settings.ts'
import type { RateLimitHeaders } from '../ports/llm.ts'
import type { CallEstimate, WindowCall } from '../ports/store/ledger.ts'
import type { EpochMs } from '../ports/system.ts'
import { FamilyLimiter, type FamilyPorts } from './family-limiter.ts'
import type { LearnedLimits } from './limits.ts'
import type { LimiterOptions } from './limiter-options.ts'
import type { PendingReservation, RefusalKind, ReserveOptions } from './reservation.ts'
import type { Shut } from './shut.ts'

export type { LimiterOptions } from './limiter-options.ts'
export type { RefusalKind, ReserveOptions } from './reservation.ts'

/** The limiter's options as people set them. */
export function limiterOptions(settings: Settings): LimiterOptions {
  return {
    share: allowedShare(settings),
    windowMs: settings.limitWindowSeconds * 1000,
    limits: {
      requests: settings.requestsPerMinute,
      input: settings.inputTokensPerMinute,
      output: settings.outputTokensPerMinute,
    },
  }
}

/** Paces the calls of one model family. The only part of the engine that makes a call wait for a limit. */
export interface Limiter {
  readonly family: string
  /** Asks for a place. It is given as soon as all six gates say yes, in order. */
  reserve(estimate: CallEstimate, options?: ReserveOptions): PendingReservation
  /** Believes `limit`, lets `remaining` tighten. For headers of a known call use `Reservation.learn`. */
  learn(headers: RateLimitHeaders): void
  /** The whole family waits `ms` (a quarter window where the API named no time), then begins slowly. */
  retryAfter(ms: number | null, kind: RefusalKind): void
  /** Reads the list back from the ledger, and how long the API was shut. `wall` is the time of the calls' clock now. */
  restore(calls: readonly WindowCall[], wall: EpochMs, shut?: Shut | null): void
  /** A person acted: one call finds out what the limits are now, whatever was named before. */
  tryAgain(): void
  /** For how long the family is still to wait; null when it is not. */
  shut(): Shut | null
  reconfigure(options: LimiterOptions): void
  /** Another key is in use, of which this is known. The calls in the window count on: the keys may be one organisation's. */
  changeKey(learned: LearnedLimits, shut: Shut | null): void
  /** The longest answer to ask for under the output limit in force. */
  largestMaxTokens(): number
  /** What the API has named so far, to be kept over a restart. */
  learned(): LearnedLimits
  statistics(): LimitRow[]
  /** Why the first in the queue waits; null when nobody does. */
  waiting(): WaitReason | null
  /** Cancels everybody who waits and every timer. */
  close(): void
}

export function createLimiter(ports: FamilyPorts): Limiter {
  return new FamilyLimiter(ports)
}
