import type { TokenWindow } from '../../src-shared/contract/events.ts'
import type { LimitRow } from '../../src-shared/contract/schemas.ts'
import { NOW } from './rows.ts'

const STEP_MS = 5000
const STEPS = 120

const LIMITS = { requests: 50, input: 50_000, output: 10_000 }

function limit(dimension: LimitRow['dimension'], used: number, reserved: number, peakPct: number): LimitRow {
  const max = LIMITS[dimension]
  return {
    family: 'haiku',
    dimension,
    limit: max,
    allowed: max * 0.8,
    used,
    reserved,
    utilisationPct: (used / max) * 100,
    peakPct,
    nextSlotMs: 0,
    waitReason: null,
    source: 'learned',
  }
}

/** `idle`: open, and nothing flows. */
export function makeWindow(situation: TokenWindow['gate'] | 'idle'): TokenWindow {
  const gate = situation === 'idle' ? 'open' : situation
  const flowing = situation === 'open' || situation === 'shut'
  const output = limit('output', flowing ? 7640 : 0, flowing ? 700 : 0, 79)
  return {
    at: NOW,
    windowMs: 60_000,
    model: 'claude-haiku',
    limits: [
      limit('requests', flowing ? 11 : 0, flowing ? 1 : 0, 26),
      limit('input', flowing ? 14_870 : 0, flowing ? 1300 : 0, 37),
      gate === 'shut' ? { ...output, nextSlotMs: 4000, waitReason: 'output tokens' } : output,
    ],
    gate,
    callsInFlight: flowing ? 1 : 0,
  }
}

/** Ten minutes of a curve that ends where the window stands; where nothing flows it has run dry five minutes ago. */
export function makeHistory(window: TokenWindow): { requests: number[]; input: number[]; output: number[] } {
  const flowing = window.limits.some(({ used }) => used > 0)
  const curve = (dimension: LimitRow['dimension'], level: number): number[] =>
    Array.from({ length: STEPS }, (_, i) => {
      const dip = dimension === 'output' ? 1 - 0.28 * Math.exp(-(((i - 38) / 12) ** 2)) : 1
      const wave = level * dip + level * 0.04 * Math.sin(i * 1.7) * Math.cos(i * 0.43)
      const dry = flowing ? 1 : Math.max(0, Math.min(1, (62 - i) / 14))
      return Math.round(Math.min(0.795, wave * dry) * LIMITS[dimension])
    })
  return { requests: curve('requests', 0.22), input: curve('input', 0.3), output: curve('output', 0.77) }
}

export { STEP_MS }
