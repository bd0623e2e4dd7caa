import type { LimitRow } from '../../../src-shared/contract/commands.ts'
import type { WaitReason } from '../../../src-shared/contract/events.ts'
import type { MonotonicMs } from '../ports/system.ts'
import type { Dimension } from './dimension.ts'
import { DIMENSION_KIND } from './wait-reason.ts'

/** What people are told of one dimension now. `nextSlotMs` is how long the next call waits for it, `holds` why all wait. */
export function limitRow(
  family: string,
  dimension: Dimension,
  now: MonotonicMs,
  nextSlotMs: number,
  holds: WaitReason | null,
): LimitRow {
  const { limit, source } = dimension.limit
  const used = dimension.used(now)
  return {
    family,
    dimension: dimension.name,
    limit: Math.round(limit),
    allowed: Math.floor(dimension.allowed),
    used: Math.round(used),
    reserved: Math.round(dimension.reserved(now)),
    utilisationPct: percent(used, limit),
    peakPct: percent(dimension.peak, limit),
    nextSlotMs: Math.ceil(nextSlotMs),
    waitReason: holds?.kind === DIMENSION_KIND[dimension.name] ? holds.text : null,
    source,
  }
}

function percent(part: number, whole: number): number {
  return whole > 0 ? Math.round((1000 * part) / whole) / 10 : 0
}
