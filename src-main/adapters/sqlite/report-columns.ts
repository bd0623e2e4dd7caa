import type { DocumentReport } from '../../../src-shared/contract/schemas.ts'
import type { Provider } from '../../../src-shared/model/document.ts'
import { modelTraits } from '../../../src-shared/model/models.ts'
import { toUsd } from '../../../src-shared/model/money.ts'
import type { Spent } from '../../engine/ports.ts'

export interface CountColumns {
  provider: Provider | null
  chunks_pending: number
  chunks_completed: number
  chunks_failed: number
  chunks_cancelled: number
  estimated_input: number
  estimated_output: number
  /** What the model was paid for it. */
  cost: number
}

type ChunkCounts = DocumentReport['chunks']

export function chunkCountsOf(row: CountColumns): ChunkCounts {
  const {
    chunks_pending: pending,
    chunks_completed: completed,
    chunks_failed: failed,
    chunks_cancelled: cancelled,
  } = row
  return { total: pending + completed + failed + cancelled, completed, failed, cancelled }
}

/**
 * Chunks are far below the length from which a model charges more, so the plain price holds for their sum.
 * Null without an estimate: none is made where the offline finder alone reads.
 */
export function estimateOf(
  row: Pick<CountColumns, 'provider' | 'cost' | 'estimated_input' | 'estimated_output'>,
  model: string,
): DocumentReport['estimate'] {
  const { provider, cost: paid, estimated_input: input, estimated_output: output } = row
  if ((provider === 'offline' && paid === 0) || input === 0) return null
  const { price } = modelTraits(model)
  const cost = Math.round((input * price.input + output * price.output) / 1_000_000)
  return { input, output, costUsd: toUsd(cost) }
}

/** Sums over ledger rows. Unknown calls are counted, their tokens and cost are not: nobody knows them. */
export interface SpendColumns {
  input: number
  output: number
  cacheRead: number
  cacheWrite: number
  cost: number
  /** Of `cost`, that of answers which were of no use. */
  spoilt: number
  answered: number
  refused: number
  unknown: number
}

/** Columns of a SpendColumns row, over llm_call, but for `spoilt`: an index holds all of them. */
export const SPEND_COLUMNS = `
  coalesce(sum(input) FILTER (WHERE state = 'answered'), 0) AS input,
  coalesce(sum(output) FILTER (WHERE state = 'answered'), 0) AS output,
  coalesce(sum(cache_read) FILTER (WHERE state = 'answered'), 0) AS cacheRead,
  coalesce(sum(cache_write) FILTER (WHERE state = 'answered'), 0) AS cacheWrite,
  coalesce(sum(cost) FILTER (WHERE state = 'answered'), 0) AS cost,
  count(*) FILTER (WHERE state = 'answered') AS answered,
  count(*) FILTER (WHERE state = 'refused') AS refused,
  count(*) FILTER (WHERE state = 'unknown') AS unknown`

/** `spoilt`, from a small index of its own. */
export const spoiltColumn = (condition: string): string =>
  `(SELECT coalesce(sum(cost), 0) FROM llm_call INDEXED BY call_spoilt WHERE verdict = 'spoilt' AND ${condition}) AS spoilt`

export const NOTHING_SPENT: SpendColumns = {
  input: 0,
  output: 0,
  cacheRead: 0,
  cacheWrite: 0,
  cost: 0,
  spoilt: 0,
  answered: 0,
  refused: 0,
  unknown: 0,
}

export function spendOf(row: SpendColumns, reused: number): Spent {
  const { input, output, cacheRead, cacheWrite, answered, refused, unknown } = row
  return {
    tokens: { input, output, cacheRead, cacheWrite },
    calls: { answered, refused, unknown, reused },
    costUsd: toUsd(row.cost),
    spoiltUsd: toUsd(row.spoilt),
  }
}
