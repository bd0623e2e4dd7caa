import type { RateLimitHeaders } from '../ports/llm.ts'
import { Dimension } from './dimension.ts'
import type { LimiterOptions } from './limiter-options.ts'
import {
  DIMENSIONS,
  learnLimits,
  limitInForce,
  NOTHING_LEARNED,
  type DimensionName,
  type LearnedLimits,
  type Limit,
  type PerDimension,
} from './limits.ts'

/** Clocks may differ in speed by more than one part in a hundred before a window of this much more is too short. */
const SLACK_SHARE = 1 / 80

/** The three dimensions of one family, kept at the limits in force: those that are set, and those the API has named. */
export class FamilyDimensions {
  readonly each: PerDimension<Dimension>
  #options: LimiterOptions
  #learned: LearnedLimits

  constructor(options: LimiterOptions, learned: LearnedLimits = NOTHING_LEARNED) {
    this.#options = options
    this.#learned = learned
    this.each = perDimension((name) => new Dimension(name, this.#limit(name), this.#window))
  }

  get all(): Dimension[] {
    return DIMENSIONS.map((name) => this.each[name])
  }

  get learned(): LearnedLimits {
    return this.#learned
  }

  /** By how much each limit has moved. */
  learn(headers: RateLimitHeaders): number[] {
    const before = this.all.map(({ limit }) => limit.limit)
    this.relearn(learnLimits(this.#learned, headers))
    return this.all.map(({ limit }, i) => limit.limit - (before[i] ?? limit.limit))
  }

  /** In place of what was learned. */
  relearn(learned: LearnedLimits): void {
    this.#learned = learned
    this.#configure()
  }

  reconfigure(options: LimiterOptions): void {
    for (const name of DIMENSIONS) {
      // What a person sets now is believed until the API names the limit again.
      if (options.limits[name] !== this.#options.limits[name]) this.#learned = { ...this.#learned, [name]: null }
    }
    this.#options = options
    this.#configure()
  }

  /** The limits for which a call may be refused before it is sent: those that are set, and learned ones where `sure`. */
  limits(sure: boolean): PerDimension<Limit> {
    return perDimension((name) => this.#limit(name, sure ? this.#learned : NOTHING_LEARNED))
  }

  #limit(name: DimensionName, learned = this.#learned): Limit {
    return limitInForce(name, this.#options.limits[name], learned[name])
  }

  #configure(): void {
    for (const name of DIMENSIONS) this.each[name].configure(this.#limit(name), this.#window)
  }

  get #window() {
    const { share, windowMs } = this.#options
    return { share, windowMs, slackMs: windowMs * SLACK_SHARE }
  }
}

function perDimension<T>(make: (name: DimensionName) => T): PerDimension<T> {
  return { requests: make('requests'), input: make('input'), output: make('output') }
}
