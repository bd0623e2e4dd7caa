import type { Usage } from '../../../src-shared/model/usage.ts'
import type { RateLimitHeaders } from '../ports/llm.ts'
import type { CallEstimate } from '../ports/store/ledger.ts'
import type { Clock, MonotonicMs } from '../ports/system.ts'
import { billedCost, REFUSED_COST, type Cost } from './costs.ts'
import type { Dimension } from './dimension.ts'
import type { Booked } from './gates.ts'
import { DIMENSIONS, type DimensionName, type PerDimension } from './limits.ts'
import type { Reservation } from './reservation.ts'

/** What the limiter does when something happens to one of its calls. */
interface Watch {
  /** The how manyth key is in use. */
  nthKey(): number
  active(): void
  counted(): void
  ended(): void
  /** It was answered, whatever its headers say. */
  answered(): void
  learn(headers: RateLimitHeaders, at: MonotonicMs): void
}

/** A call in the lists of the three dimensions: reserved → sent → ended, or reserved → released. */
export class BookedCall implements Reservation {
  readonly estimate: CallEstimate
  readonly #dimensions: PerDimension<Dimension>
  readonly #clock: Clock
  readonly #watch: Watch
  readonly #booked: PerDimension<Booked>
  #state: 'reserved' | 'sent' | 'ended' = 'reserved'
  #headersAt: MonotonicMs | null = null
  /** The key that it was sent with. */
  #nthKey: number

  constructor(
    estimate: CallEstimate,
    cost: PerDimension<Cost>,
    dimensions: PerDimension<Dimension>,
    clock: Clock,
    watch: Watch,
  ) {
    this.estimate = estimate
    this.#dimensions = dimensions
    this.#clock = clock
    this.#watch = watch
    this.#nthKey = watch.nthKey()
    const book = (name: DimensionName): Booked => dimensions[name].book(cost[name], clock.monotonic())
    this.#booked = { requests: book('requests'), input: book('input'), output: book('output') }
  }

  get outdated(): boolean {
    return this.#nthKey !== this.#watch.nthKey()
  }

  sent(): void {
    if (this.#state !== 'reserved') return
    this.#state = 'sent'
    this.#nthKey = this.#watch.nthKey()
    const now = this.#clock.monotonic()
    for (const name of DIMENSIONS) this.#dimensions[name].move(this.#booked[name], now)
    this.#watch.active()
  }

  headers(limits: RateLimitHeaders = {}): void {
    if (this.#state === 'ended' || this.#headersAt !== null) return
    this.#headersAt = this.#clock.monotonic()
    this.#booked.requests.countedBy = this.#headersAt
    this.#booked.input.countedBy = this.#headersAt
    this.#watch.active()
    // What remains is judged when it is known what the call itself has cost.
    this.learn(onlyLimits(limits))
    this.#watch.counted()
  }

  learn(headers: RateLimitHeaders): void {
    if (!this.outdated) this.#watch.learn(headers, this.#headersAt ?? this.#clock.monotonic())
  }

  settle(usage: Usage, headers: RateLimitHeaders = {}): void {
    // What waits for its place goes by what the answer has named.
    this.#end(billedCost(usage), () => {
      if (!this.outdated) this.#watch.answered()
      this.learn(headers)
    })
  }

  refused(): void {
    this.#end(REFUSED_COST)
  }

  unknown(): void {
    this.#end(null)
  }

  release(): void {
    if (this.#state !== 'reserved') return this.#end(null)
    this.#state = 'ended'
    for (const name of DIMENSIONS) {
      this.#dimensions[name].close(this.#booked[name])
      this.#dimensions[name].remove(this.#booked[name])
    }
    this.#watch.ended()
  }

  /** `billed` null: nobody knows what was counted, nor when. */
  #end(billed: PerDimension<Cost> | null, before = () => {}): void {
    if (this.#state === 'ended') return
    this.#state = 'ended'
    const ended = this.#clock.monotonic()
    const counted = this.#headersAt ?? ended
    this.#booked.requests.countedBy = counted
    this.#booked.input.countedBy = counted
    // Output is written evenly from the headers to the end: on average it is counted half way.
    this.#booked.output.countedBy = billed ? (counted + ended) / 2 : ended
    for (const name of DIMENSIONS) this.#dimensions[name].close(this.#booked[name])
    if (billed) for (const name of DIMENSIONS) this.#dimensions[name].settle(this.#booked[name], billed[name], ended)
    this.#watch.active()
    before()
    this.#watch.ended()
  }
}

function onlyLimits(headers: RateLimitHeaders): RateLimitHeaders {
  const only: RateLimitHeaders = {}
  for (const name of DIMENSIONS) {
    const limit = headers[name]?.limit
    if (limit !== undefined) only[name] = { limit }
  }
  return only
}
