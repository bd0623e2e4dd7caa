import type { LimitHeader, RateLimitHeaders } from '../ports/llm.ts'

export const DIMENSIONS = ['requests', 'input', 'output'] as const
export type DimensionName = (typeof DIMENSIONS)[number]

/** Limits a window (a minute), by dimension. */
export type PerDimension<T> = Record<DimensionName, T>

/** What the API has named in its headers; JSON, kept over restarts. Null where it has said nothing yet. */
export type LearnedLimits = PerDimension<number | null>

export const NOTHING_LEARNED: LearnedLimits = { requests: null, input: null, output: null }

/**
 * Assumed while nothing is known: the lowest tier that has been published (requests, input and output tokens a minute;
 * Anthropic's rate-limits page, Opus and Sonnet 4.x at tier 1, 2026).
 */
export const ASSUMED_LIMITS: PerDimension<number> = { requests: 50, input: 30_000, output: 8_000 }

export interface Limit {
  limit: number
  source: 'assumed' | 'learned' | 'set'
}

/**
 * The limit in force. While the setting is `auto` the header is believed both ways; a limit set by a person is only
 * ever lowered by the header, since sending faster than the API allows helps nobody.
 */
export function limitInForce(name: DimensionName, setting: number | 'auto', learned: number | null): Limit {
  if (setting === 'auto') {
    return learned === null ? { limit: ASSUMED_LIMITS[name], source: 'assumed' } : { limit: learned, source: 'learned' }
  }
  if (learned !== null && learned < setting) return { limit: learned, source: 'learned' }
  return { limit: setting, source: 'set' }
}

/** The learned limits after an answer's headers; what is no positive number is not believed. */
export function learnLimits(learned: LearnedLimits, headers: RateLimitHeaders): LearnedLimits {
  const named = (header: LimitHeader | undefined, before: number | null): number | null =>
    header?.limit !== undefined && Number.isFinite(header.limit) && header.limit > 0 ? header.limit : before
  return {
    requests: named(headers.requests, learned.requests),
    input: named(headers.input, learned.input),
    output: named(headers.output, learned.output),
  }
}

/** Learned limits read back from a stored value; what is malformed is as if never learned. */
export function readLearnedLimits(value: unknown): LearnedLimits {
  const stored = typeof value === 'object' && value !== null ? (value as Partial<Record<DimensionName, unknown>>) : {}
  const read = (part: unknown): number | null => (typeof part === 'number' && part > 0 && part < Infinity ? part : null)
  return { requests: read(stored.requests), input: read(stored.input), output: read(stored.output) }
}

/** A part of the share given up because the API refused us or somebody else uses the key. Recovers with time. */
export interface Reduction {
  factor: number
  since: number
}

export const NO_REDUCTION: Reduction = { factor: 1, since: -Infinity }

/** Less than this would look like standing still; more than this is still refused only if the key is overrun. */
const LOWEST_FACTOR = 0.1
const RECOVERY_PER_WINDOW = 0.01

/** The factor at a moment: one hundredth is won back each window. */
export function reductionFactor(reduction: Reduction, windowMs: number, now: number): number {
  if (reduction.factor >= 1) return 1
  const windows = Math.max(0, Math.floor((now - reduction.since) / windowMs))
  return Math.min(1, reduction.factor + windows * RECOVERY_PER_WINDOW)
}

/** Gives up a part of what is left of the share (`by` 0.5 halves it). */
export function reduce(reduction: Reduction, by: number, windowMs: number, now: number): Reduction {
  return { factor: Math.max(LOWEST_FACTOR, reductionFactor(reduction, windowMs, now) * by), since: now }
}

/** The longest answer worth asking for under an output limit: a hold of more than half leaves no room for a second call. */
export function largestMaxTokens(outputLimit: number, share: number): number {
  return Math.max(1, Math.floor(Math.min(outputLimit / 2, outputLimit * share)))
}
