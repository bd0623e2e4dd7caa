import { promptTokens, type Usage } from '../../../src-shared/model/usage.ts'
import type { CallEstimate } from '../ports/store/ledger.ts'

/** What the answers of one model (and prompt version) have taught; JSON, of bounded size, kept over restarts. */
export interface EstimateState {
  /** Prompt tokens a character of the latest calls, oldest first. */
  tokensPerCharacter: readonly number[]
  /** Output tokens of the latest answers, oldest first. */
  outputs: readonly number[]
}

export const NOTHING_ESTIMATED: EstimateState = { tokensPerCharacter: [], outputs: [] }

/** Calls that are remembered: enough for a 99th percentile, few enough to follow a change of the documents. */
const MEMORY = 200
/** Characters a token before anything is known: pessimistic, for dense text makes a token of about three. */
const FIRST_CHARACTERS_PER_TOKEN = 2.5
const INPUT_QUANTILE = 0.99
const OUTPUT_QUANTILE = 0.95
/** No call costs so many tokens, a character even less. */
const IMPLAUSIBLE = 1e9
/** Answers from which a 95th percentile means something. */
const ENOUGH_OUTPUTS = 20

/** What to reserve for a call. Before anything is learned: `firstEstimateTokens`, or more where the text is long. */
export function estimateCall(
  state: EstimateState,
  call: { characters: number; maxTokens: number },
  firstEstimateTokens: number,
): CallEstimate {
  const maxOutput = Math.max(1, Math.ceil(call.maxTokens))
  return {
    input: estimateInput(state.tokensPerCharacter, call.characters, firstEstimateTokens),
    output: Math.min(maxOutput, estimateOutput(state.outputs, maxOutput)),
    maxOutput,
  }
}

/** The state after a settled call. Usage that cannot be true (nothing, or no number) teaches nothing. */
export function learnUsage(state: EstimateState, characters: number, usage: Usage): EstimateState {
  const ratio = promptTokens(usage) / characters
  return {
    tokensPerCharacter: remember(state.tokensPerCharacter, ratio),
    outputs: remember(state.outputs, usage.output),
  }
}

/** Characters an answer has for each character of its text, before anything is learned: facts with quotes about repeat it. */
const FIRST_OUTPUT_PER_CHARACTER = 0.25

/** Output tokens of an answer to so many characters of a text, as they were on average. */
export function meanOutput(state: EstimateState, characters: number): number {
  if (state.outputs.length === 0) return Math.ceil(characters * FIRST_OUTPUT_PER_CHARACTER)
  return Math.ceil(state.outputs.reduce((sum, n) => sum + n, 0) / state.outputs.length)
}

/** State read back from a stored value; what is malformed is as if never learned. */
export function readEstimateState(value: unknown): EstimateState {
  const stored = typeof value === 'object' && value !== null ? (value as Partial<EstimateState>) : {}
  const read = (part: unknown): number[] => (Array.isArray(part) ? part.filter(isLearnable).slice(-MEMORY) : [])
  return { tokensPerCharacter: read(stored.tokensPerCharacter), outputs: read(stored.outputs) }
}

/**
 * The 99th percentile of tokens a character is at once the mean and its guard. Few calls do not show the tail,
 * so the fewer there are the more is added.
 */
function estimateInput(ratios: readonly number[], characters: number, firstEstimateTokens: number): number {
  if (ratios.length === 0) return Math.ceil(Math.max(firstEstimateTokens, characters / FIRST_CHARACTERS_PER_TOKEN))
  const guard = 1 + 0.5 / ratios.length
  return Math.max(1, Math.ceil(characters * quantile(ratios, INPUT_QUANTILE) * guard))
}

function estimateOutput(outputs: readonly number[], maxTokens: number): number {
  if (outputs.length === 0) return maxTokens
  if (outputs.length >= ENOUGH_OUTPUTS) return Math.ceil(quantile(outputs, OUTPUT_QUANTILE))
  return Math.ceil(quantile(outputs, 1) * (1 + 3 / outputs.length))
}

function isLearnable(value: unknown): value is number {
  return typeof value === 'number' && value > 0 && value < IMPLAUSIBLE
}

function remember(latest: readonly number[], value: number): readonly number[] {
  return isLearnable(value) ? [...latest.slice(1 - MEMORY), value] : latest
}

/** The smallest remembered value that is no smaller than the share `q` of them (nearest rank). */
function quantile(values: readonly number[], q: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length, Math.max(1, Math.ceil(q * sorted.length))) - 1] ?? 0
}
