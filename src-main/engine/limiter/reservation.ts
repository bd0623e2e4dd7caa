import type { WaitReason } from '../../../src-shared/contract/events.ts'
import type { Usage } from '../../../src-shared/model/usage.ts'
import type { RateLimitHeaders } from '../ports/llm.ts'
import type { CallEstimate } from '../ports/store/ledger.ts'

/**
 * Leave to send one call. It is booked from the moment it is given, so exactly one of `settle`, `refused`, `unknown`
 * and `release` must end it; whatever comes after the end is ignored.
 */
export interface Reservation {
  readonly estimate: CallEstimate
  /** Another key has been set since it was sent: what this call is told does not bind that. */
  readonly outdated: boolean
  /** The request leaves now: it counts from here. */
  sent(): void
  /** The answer's headers have come: the server has counted the call by now. They may name the limits. */
  headers(limits?: RateLimitHeaders): void
  /** What the headers of this call's refusal said of the limits; judged as of the moment they came. */
  learn(headers: RateLimitHeaders): void
  /** The answer is whole: what was billed replaces the estimate, in the past too, and its headers are learned from. */
  settle(usage: Usage, headers?: RateLimitHeaders): void
  /** The API said no before counting tokens; the request itself stays counted, for that is not published. */
  refused(): void
  /** No whole answer: possibly counted, so it stays booked for one window more. */
  unknown(): void
  /** Never sent: as if it had not been asked for. After `sent` this is `unknown`. */
  release(): void
}

/** A place in the queue. */
export interface PendingReservation {
  /** Null when it was cancelled; rejects with `call_never_fits` when it could never be given. */
  readonly granted: Promise<Reservation | null>
  /** Leaves the queue. A reservation that has been granted already is not touched. */
  cancel(): void
}

export interface ReserveOptions {
  /** Told when the call has to wait, and again when the reason or its end changes. */
  onWait?(reason: WaitReason): void
  /** A person waits for `ask`: it goes before ingestion. Within each, first come, first served. */
  priority?: 'ask' | 'ingestion'
}

/** Why the API said no: pacing, a rise that was too fast, or load of its own. */
export type RefusalKind = 'rate' | 'ramp' | 'overloaded'
