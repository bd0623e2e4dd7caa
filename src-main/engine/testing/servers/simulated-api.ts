/**
 * Models of a rate-limited API, made from its published rules and from what those leave open. Independent of the
 * limiter on purpose: nothing of the product is imported here.
 */

/** How a server may enforce "L a minute": a bucket of so many seconds' worth, or a strict sliding minute. */
export type Enforcement = { kind: 'bucket'; seconds: number } | { kind: 'sliding' }

export interface ApiRules {
  requests: number
  input: number
  output: number
  enforcement: Enforcement
  /** Whether output counts when it is produced, or max_tokens is held from the start until the end. */
  outputReading: 'produced' | 'holds'
}

export interface ApiCall {
  input: number
  output: number
  maxTokens: number
}

/** Something that holds "L a minute" at one instant after another. */
interface Meter {
  left(at: number): number
  take(at: number, amount: number): void
  giveBack(at: number, amount: number): void
  setLimit(at: number, limit: number): void
}

const MINUTE = 60_000

class Bucket implements Meter {
  #level: number
  #limit: number
  #at = 0
  readonly #seconds: number

  constructor(limit: number, seconds: number) {
    this.#limit = limit
    this.#seconds = seconds
    this.#level = this.#capacity
  }

  get #capacity(): number {
    return Math.max(1, (this.#limit * this.#seconds) / 60)
  }

  left(at: number): number {
    this.#level = Math.min(this.#capacity, this.#level + (this.#limit / MINUTE) * (at - this.#at))
    this.#at = at
    return this.#level
  }

  take(at: number, amount: number): void {
    this.#level = this.left(at) - amount
  }

  giveBack(at: number, amount: number): void {
    this.#level = Math.min(this.#capacity, this.left(at) + amount)
  }

  setLimit(at: number, limit: number): void {
    this.left(at)
    this.#limit = limit
    this.#level = Math.min(this.#level, this.#capacity)
  }
}

class SlidingMinute implements Meter {
  #limit: number
  #events: { at: number; amount: number }[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  left(at: number): number {
    let first = 0
    while (first < this.#events.length && (this.#events[first]?.at ?? 0) <= at - MINUTE) first++
    if (first > 0) this.#events.splice(0, first)
    return this.#limit - this.#events.reduce((sum, event) => sum + event.amount, 0)
  }

  take(at: number, amount: number): void {
    this.#events.push({ at, amount })
  }

  giveBack(at: number, amount: number): void {
    this.#events.push({ at, amount: -amount })
  }

  setLimit(_at: number, limit: number): void {
    this.#limit = limit
  }
}

export interface ApiHeaders {
  requests: { limit: number; remaining: number }
  input: { limit: number; remaining: number }
  output: { limit: number; remaining: number }
}

export class SimulatedApi {
  accepted = 0
  refused = 0
  /** Which limit refused, for the report. */
  readonly refusedBy = { requests: 0, input: 0, output: 0 }
  readonly #rules: ApiRules
  readonly #meters: { requests: Meter; input: Meter; output: Meter }
  readonly #arrivals: { at: number; input: number }[] = []
  readonly #written: { at: number; amount: number }[] = []

  constructor(rules: ApiRules) {
    this.#rules = { ...rules }
    const meter = (limit: number): Meter =>
      rules.enforcement.kind === 'bucket' ? new Bucket(limit, rules.enforcement.seconds) : new SlidingMinute(limit)
    this.#meters = { requests: meter(rules.requests), input: meter(rules.input), output: meter(rules.output) }
  }

  /** A request reaches the server. False: 429. */
  arrive(at: number, call: ApiCall): boolean {
    const { requests, input, output } = this.#meters
    const held = this.#rules.outputReading === 'holds' ? call.maxTokens : 0
    const full =
      requests.left(at) < 1 - 1e-9
        ? 'requests'
        : input.left(at) < call.input - 1e-6
          ? 'input'
          : output.left(at) < Math.max(1, held) - 1e-6
            ? 'output'
            : null
    if (full) {
      this.refused++
      this.refusedBy[full]++
      return false
    }
    this.accepted++
    this.#arrivals.push({ at, input: call.input })
    requests.take(at, 1)
    input.take(at, call.input)
    if (held > 0) output.take(at, held)
    return true
  }

  /** The answer's last token is written. */
  finish(at: number, call: ApiCall): void {
    this.#written.push({ at, amount: call.output })
    if (this.#rules.outputReading === 'produced') this.#meters.output.take(at, call.output)
    else this.#meters.output.giveBack(at, call.maxTokens - call.output)
  }

  /** Somebody else uses the key. */
  useByOthers(at: number, input: number): void {
    if (this.#meters.input.left(at) >= input) this.#meters.input.take(at, input)
  }

  changeInputLimit(at: number, limit: number): void {
    this.#rules.input = limit
    this.#meters.input.setLimit(at, limit)
  }

  headers(at: number): ApiHeaders {
    const { requests, input, output } = this.#meters
    const thousands = (value: number): number => Math.max(0, Math.round(value / 1000) * 1000)
    return {
      requests: { limit: this.#rules.requests, remaining: Math.max(0, Math.floor(requests.left(at))) },
      input: { limit: this.#rules.input, remaining: thousands(input.left(at)) },
      output: { limit: this.#rules.output, remaining: thousands(output.left(at)) },
    }
  }

  /** The most input tokens and requests that arrived, and output that was written, in any minute: the line people were promised. */
  peakMinute(): { requests: number; input: number; output: number } {
    return {
      requests: mostInAMinute(this.#arrivals.map(({ at }) => ({ at, amount: 1 }))),
      input: mostInAMinute(this.#arrivals.map(({ at, input }) => ({ at, amount: input }))),
      output: mostInAMinute(this.#written),
    }
  }
}

/** @param events in the order of their times. */
function mostInAMinute(events: readonly { at: number; amount: number }[]): number {
  let first = 0
  let sum = 0
  let most = 0
  for (const event of events) {
    sum += event.amount
    for (let old = events[first]; old && old.at <= event.at - MINUTE; old = events[first]) {
      sum -= old.amount
      first++
    }
    most = Math.max(most, sum)
  }
  return most
}
