import { promptTokens, type CallCounts, type Usage } from './usage.ts'

/** What a chunk was estimated to take, and what was billed for it. */
interface Chunk {
  estimated: { input: number }
  tokens: Usage
  calls: CallCounts
}

/** Tokens of all its prompts as the API billed them, cached ones included; null while no call was answered. */
export function billedInput(chunk: Chunk): number | null {
  return chunk.calls.answered > 0 ? promptTokens(chunk.tokens) : null
}

/** How far the bill lies from the estimate, as a share of the estimate: −0.057 is 5.7 % below. Null without both. */
export function difference(chunk: Chunk): number | null {
  const billed = billedInput(chunk)
  return billed === null || chunk.estimated.input === 0 ? null : billed / chunk.estimated.input - 1
}

/** Estimates, bills and their difference over the chunks that were asked; reused ones cost nothing and prove nothing. */
export interface EstimateQuality {
  estimated: number
  billed: number
  /** As a share of the bill: 0.031 is an estimate 3.1 % above it. */
  above: number
  /** The largest difference of a single chunk, as a share of its estimate. */
  widest: number
}

export function estimateQuality(chunks: readonly Chunk[]): EstimateQuality | null {
  const asked = chunks.filter((chunk) => difference(chunk) !== null)
  const estimated = asked.reduce((sum, chunk) => sum + chunk.estimated.input, 0)
  const billed = asked.reduce((sum, chunk) => sum + (billedInput(chunk) ?? 0), 0)
  if (billed === 0) return null
  const widest = asked.reduce((max, chunk) => Math.max(max, Math.abs(difference(chunk) ?? 0)), 0)
  return { estimated, billed, above: estimated / billed - 1, widest }
}

/** "3.1 % above the bill, chunk by chunk within ±10.0 %". */
export function estimateQualityText({ above, widest }: EstimateQuality): string {
  const side = above >= 0 ? 'above' : 'below'
  const percent = (share: number) => `${(Math.abs(share) * 100).toFixed(1)} %`
  return `${percent(above)} ${side} the bill, chunk by chunk within ±${percent(widest)}`
}
