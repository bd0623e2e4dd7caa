import type { TokenWindow } from '../../src-shared/contract/events.ts'
import type { AppState } from './app-store.ts'

type History = NonNullable<AppState['history']>

/** What is kept and drawn, in windows: ten minutes of a real one. */
const WINDOWS = 10

/** How many steps of the history there are once all the time has passed. */
export function historySteps(stepMs: number, { windowMs }: Pick<TokenWindow, 'windowMs'>): number {
  return Math.round((WINDOWS * windowMs) / stepMs)
}

/**
 * The history with what was used in the steps that ended between two samples; the same object while none ended. A
 * silence of several steps is filled with the newer sample.
 */
export function appendWindow(history: History, last: TokenWindow | null, sample: TokenWindow): History {
  const { stepMs } = history
  const steps = last === null ? 1 : Math.floor(sample.at / stepMs) - Math.floor(last.at / stepMs)
  if (steps <= 0) return history
  const length = historySteps(stepMs, sample)
  const append = (values: readonly number[], dimension: 'requests' | 'input' | 'output'): number[] => {
    const used = sample.limits.find((limit) => limit.dimension === dimension)?.used ?? 0
    return [...values, ...Array.from({ length: Math.min(steps, length) }, () => used)].slice(-length)
  }
  return {
    stepMs,
    history: {
      requests: append(history.history.requests, 'requests'),
      input: append(history.history.input, 'input'),
      output: append(history.history.output, 'output'),
    },
  }
}
