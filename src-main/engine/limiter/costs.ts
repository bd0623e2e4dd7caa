import type { Usage } from '../../../src-shared/model/usage.ts'
import type { CallEstimate } from '../ports/store/ledger.ts'
import type { PerDimension } from './limits.ts'

/** What a call counts in the window and in the bucket of one dimension. */
export interface Cost {
  window: number
  bucket: number
}

/**
 * What is booked before the answer is known. Output is safe under both readings of the API's rule: the window books
 * what an answer usually is (the server counts what is produced), the bucket holds max_tokens (the server may).
 */
export function bookedCost(estimate: CallEstimate): PerDimension<Cost> {
  return {
    requests: { window: 1, bucket: 1 },
    input: { window: estimate.input, bucket: estimate.input },
    output: { window: Math.min(estimate.output, estimate.maxOutput), bucket: estimate.maxOutput },
  }
}

/** What is counted once usage is known. Tokens read from the cache are billed but not counted by the API. */
export function billedCost(usage: Usage): PerDimension<Cost> {
  const input = usage.input + usage.cacheWrite
  return {
    requests: { window: 1, bucket: 1 },
    input: { window: input, bucket: input },
    output: { window: usage.output, bucket: usage.output },
  }
}

/** A refused call used no tokens; whether it counts as a request is not published, so it does. */
export const REFUSED_COST: PerDimension<Cost> = {
  requests: { window: 1, bucket: 1 },
  input: { window: 0, bucket: 0 },
  output: { window: 0, bucket: 0 },
}
