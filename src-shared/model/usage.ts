import type { MicroUsd } from './money.ts'

/** Tokens of one call as the API billed them. `input` is uncached input; `output` includes thinking. */
export interface Usage {
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
}

export const NO_USAGE: Usage = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 }

/** Tokens of the whole prompt: what was read new, from the cache, and written to it. */
export function promptTokens(usage: Usage): number {
  return usage.input + usage.cacheRead + usage.cacheWrite
}

/** Calls by outcome. `unknown`: sent, no answer seen, possibly paid. `reused`: answered by the ledger. */
export interface CallCounts {
  answered: number
  refused: number
  unknown: number
  reused: number
}

export interface Spend {
  tokens: Usage
  calls: CallCounts
  cost: MicroUsd
}
