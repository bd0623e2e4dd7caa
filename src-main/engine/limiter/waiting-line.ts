import type { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { WaitReason } from '../../../src-shared/contract/events.ts'
import type { CallEstimate } from '../ports/store/ledger.ts'
import type { EpochMs } from '../ports/system.ts'
import type { Cost } from './costs.ts'
import type { PerDimension } from './limits.ts'
import type { Reservation } from './reservation.ts'

/** A call that wants to be sent. */
export interface Waiter {
  estimate: CallEstimate
  cost: PerDimension<Cost>
  /** A person waits for it. */
  ask: boolean
  since: EpochMs
  onWait: ((reason: WaitReason) => void) | undefined
  grant(reservation: Reservation | null): void
  fail(error: SluiceError): void
}

/** Who waits for a place, in the order in which they get one: what a person asks goes before ingestion. */
export class WaitingLine {
  #waiters: Waiter[] = []

  get first(): Waiter | undefined {
    return this.#waiters[0]
  }

  has(waiter: Waiter): boolean {
    return this.#waiters.includes(waiter)
  }

  join(waiter: Waiter): void {
    const behind = waiter.ask ? this.#waiters.findIndex((other) => !other.ask) : -1
    this.#waiters.splice(behind < 0 ? this.#waiters.length : behind, 0, waiter)
  }

  /** False for one that does not wait, as it was served or has left before. */
  leave(waiter: Waiter): boolean {
    const at = this.#waiters.indexOf(waiter)
    if (at >= 0) this.#waiters.splice(at, 1)
    return at >= 0
  }

  /** Lets everybody know why they wait: each since they came, at the earliest. */
  tell(reason: WaitReason, waiters: readonly Waiter[] = this.#waiters): void {
    for (const waiter of waiters) waiter.onWait?.({ ...reason, since: Math.max(reason.since, waiter.since) })
  }

  /** Sends everybody away without a place. */
  close(): void {
    for (const waiter of this.#waiters.splice(0)) waiter.grant(null)
  }
}
