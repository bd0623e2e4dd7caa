import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Cost } from './costs.ts'
import { DIMENSIONS, type Limit, type PerDimension } from './limits.ts'
import { DIMENSION_KIND } from './wait-reason.ts'

/**
 * Why a call of this cost could never go, however long it waited; null for one that can. One above the allowed share
 * goes alone. An assumed limit is no reason to give up: the call goes alone, and its answer names the limit.
 */
export function neverFits(cost: PerDimension<Cost>, limits: PerDimension<Limit>): SluiceError | null {
  for (const name of DIMENSIONS) {
    const { limit, source } = limits[name]
    const needed = Math.max(cost[name].window, cost[name].bucket)
    if (source === 'assumed' || needed <= limit) continue
    const kind = DIMENSION_KIND[name]
    return new SluiceError(
      'call_never_fits',
      `expected at most ${limit} ${kind} a call (the limit of a minute), came a call of ${Math.ceil(needed)}`,
    )
  }
  return null
}
