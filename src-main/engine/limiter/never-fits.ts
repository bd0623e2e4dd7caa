import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Cost } from './costs.ts'
import type { Dimension } from './dimension.ts'
import { DIMENSIONS, type PerDimension } from './limits.ts'
import { DIMENSION_KIND } from './wait-reason.ts'

/**
 * Why a call of this cost could never go, however long it waited; null for one that can. An assumed limit is no reason
 * to give up: the call goes alone, and its answer names the limit.
 */
export function neverFits(cost: PerDimension<Cost>, dimensions: PerDimension<Dimension>): SluiceError | null {
  for (const name of DIMENSIONS) {
    const { allowed, limit } = dimensions[name]
    const needed = Math.max(cost[name].window, cost[name].bucket)
    if (limit.source === 'assumed' || needed <= allowed) continue
    const kind = DIMENSION_KIND[name]
    return new SluiceError(
      'call_never_fits',
      `expected at most ${Math.floor(allowed)} ${kind} a call (the allowed share of ${limit.limit} a minute), ` +
        `came a call of ${Math.ceil(needed)}`,
    )
  }
  return null
}
