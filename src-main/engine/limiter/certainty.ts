import type { MonotonicMs } from '../ports/system.ts'

/**
 * What the API names of its limits is sure for so long after its last answer. Then, as at a start, tiers may have
 * changed: one call goes and finds out. So a limit that was learned too low is no end, and costs one refusal an hour.
 */
const SURE_MS = 3_600_000

/** Whether the limits are sure; while they are not, one call goes alone and finds out. */
export class Certainty {
  #until: MonotonicMs = -Infinity
  /** The call that finds out what the limits are; null while none does. */
  #probe: object | null = null

  isSure(now: MonotonicMs): boolean {
    return now < this.#until
  }

  /** The API has answered. */
  confirm(now: MonotonicMs): void {
    this.#until = now + SURE_MS
  }

  /** From now on nothing is sure, and whatever is out finds nothing out. */
  doubt(): void {
    this.#until = -Infinity
    this.#probe = null
  }

  /** Whether a call is out whose answer must be awaited. */
  isFindingOut(now: MonotonicMs): boolean {
    return this.#probe !== null && !this.isSure(now)
  }

  begin(call: object, now: MonotonicMs): void {
    if (!this.isSure(now)) this.#probe = call
  }

  end(call: object): void {
    if (this.#probe === call) this.#probe = null
  }
}
