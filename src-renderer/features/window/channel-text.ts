import type { TokenWindow } from '../../../src-shared/contract/events.ts'
import type { LimitRow } from '../../../src-shared/contract/schemas.ts'
import { formatCountdown } from '../../ui/format/durations.ts'
import { formatCount } from '../../ui/format/numbers.ts'
import type { Tone } from '../../ui/tag.tsx'

export const DIMENSION_NAMES: Record<LimitRow['dimension'], string> = {
  requests: 'Requests',
  input: 'Input tokens',
  output: 'Output tokens',
}

/** Whether a dimension is what keeps the gate down; its slot opens in `ms`. */
export function holds(limit: LimitRow, window: TokenWindow): boolean {
  return window.gate === 'shut' && limit.waitReason !== null
}

/** What a dimension says beside its reading: room, or what holds the next call and for how long. */
export function channelText(
  limit: LimitRow,
  window: TokenWindow,
  heldBy: string,
  now: number,
): { text: string; tone: Tone } {
  if (window.gate === 'held') return { text: heldBy, tone: 'waiting' }
  if (window.gate === 'paused') return { text: 'paused', tone: 'paused' }
  if (holds(limit, window)) {
    const left = window.at + limit.nextSlotMs - now
    return { text: left > 0 ? `holds the next call: ${formatCountdown(left)}` : 'holds the next call', tone: 'accent' }
  }
  return { text: `room for ${formatCount(Math.max(0, limit.allowed - limit.used))} more`, tone: 'neutral' }
}

/** Where a limit comes from, for the key of the lines. */
export const LIMIT_SOURCES: Record<LimitRow['source'], string> = {
  assumed: 'limit, assumed until the API names it',
  learned: 'limit, learned from the API',
  set: 'limit, set by you',
}
