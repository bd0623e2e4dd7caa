import type { MicroUsd } from './money.ts'
import { promptTokens, type Usage } from './usage.ts'

/** Micro-dollars for a million tokens. */
export interface Price {
  input: MicroUsd
  output: MicroUsd
  cacheRead: MicroUsd
  cacheWrite: MicroUsd
}

export interface ModelTraits {
  /** Models of one family share their rate limits. */
  family: string
  price: Price
  /** From this many prompt tokens on, `longPrice` is charged for every token of the call. */
  longPromptTokens?: number
  longPrice?: Price
  contextTokens: number
  outputTokens: number
  /** Shortest prefix the API caches; below it `cache_control` is ignored in silence. */
  cachePrefixTokens: number
  /** Thinks unless told not to; thinking tokens are billed as output. */
  thinksByDefault: boolean
}

const USD = 1_000_000

function price(input: number, output: number, cacheRead: number): Price {
  return { input: input * USD, output: output * USD, cacheRead: cacheRead * USD, cacheWrite: input * 1.25 * USD }
}

/**
 * Prices and limits of the models, in one place.
 * Source: Anthropic's models and pricing pages and docs.anthropic.com/en/docs/build-with-claude/prompt-caching,
 * as of November 2026. Five-minute cache writes cost 1.25 times the input price.
 */
export const MODELS: Record<string, ModelTraits> = {
  'claude-haiku-5-5': {
    family: 'haiku-5',
    price: price(0.1, 0.5, 0.01),
    longPromptTokens: 100_000,
    longPrice: price(0.5, 2.5, 0.05),
    contextTokens: 1_000_000,
    outputTokens: 128_000,
    cachePrefixTokens: 512,
    thinksByDefault: true,
  },
  'claude-haiku-4-5': {
    family: 'haiku-4',
    price: price(1, 5, 0.1),
    contextTokens: 200_000,
    outputTokens: 64_000,
    cachePrefixTokens: 4096,
    thinksByDefault: false,
  },
  'claude-sonnet-5-5': {
    family: 'sonnet-5',
    price: price(2, 10, 0.1),
    contextTokens: 1_000_000,
    outputTokens: 128_000,
    cachePrefixTokens: 512,
    thinksByDefault: true,
  },
  'claude-opus-5-5': {
    family: 'opus-5',
    price: price(4, 20, 0.2),
    contextTokens: 1_000_000,
    outputTokens: 128_000,
    cachePrefixTokens: 512,
    thinksByDefault: true,
  },
}

export const DEFAULT_MODEL = 'claude-haiku-5-5'

/**
 * Traits of a model; for one that is not in the table the dearest known price is assumed,
 * so that a budget is never passed for want of a row.
 */
export function modelTraits(model: string): ModelTraits {
  const known = MODELS[model] ?? MODELS[model.replace(/-\d{8}$/, '')]
  if (known) return known
  return {
    family: model,
    price: price(10, 50, 1),
    contextTokens: 200_000,
    outputTokens: 32_000,
    cachePrefixTokens: 4096,
    thinksByDefault: false,
  }
}

/** What a call cost, rounded half up to whole micro-dollars once per call. */
export function costOf(model: string, usage: Usage): MicroUsd {
  const traits = modelTraits(model)
  const long = traits.longPromptTokens !== undefined && promptTokens(usage) > traits.longPromptTokens
  const p = long && traits.longPrice ? traits.longPrice : traits.price
  const perMillion =
    usage.input * p.input + usage.output * p.output + usage.cacheRead * p.cacheRead + usage.cacheWrite * p.cacheWrite
  return Math.round(perMillion / 1_000_000)
}
