import type { MonotonicMs } from '../ports/system.ts'

/**
 * After a start and after an idle window the rate begins low: an API may cap how fast usage grows, and another
 * process may just have used the key. All times are shares of the window.
 */
const RAMP = [
  { afterWindows: 0, factor: 0.25 },
  { afterWindows: 0.25, factor: 0.5 },
  { afterWindows: 0.5, factor: 1 },
] as const

export interface RampStep {
  from: MonotonicMs
  factor: number
}

/** The factors of the rate from `now` on, when the ramp began at `start`: the one in force first, then those to come. */
export function rampSteps(start: MonotonicMs, windowMs: number, now: MonotonicMs): RampStep[] {
  const steps = RAMP.map(({ afterWindows, factor }) => ({ from: start + afterWindows * windowMs, factor }))
  const ahead = steps.filter(({ from }) => from > now)
  return [{ from: now, factor: rampFactor(start, windowMs, now) }, ...ahead]
}

/** The part of the rate in force; before the ramp begins it is already the lowest. */
export function rampFactor(start: MonotonicMs, windowMs: number, now: MonotonicMs): number {
  let factor: number = RAMP[0].factor
  for (const step of RAMP) if (start + step.afterWindows * windowMs <= now) factor = step.factor
  return factor
}
