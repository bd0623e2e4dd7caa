import { statisticsOf, type Statistics } from './statistics.ts'

/** What a figure should be: a bound on one of its statistics. */
export interface Target {
  of: 'median' | 'p95' | 'p99' | 'max'
  atMost?: number
  atLeast?: number
}

/** One thing that was measured. */
export interface Figure extends Statistics {
  name: string
  unit: string
  target: Target | null
  /** Null without a target. A machine that does other work besides may miss any of time. */
  met: boolean | null
}

/** How a measure is asked for and made; each has a file of its own, named as it is. */
export interface Measure {
  /** What is measured and how, in a sentence or two: it is printed above the figures. */
  about: string
  /** @param tell says what is done at the moment, for a person who waits. */
  run(tell: (text: string) => void): Promise<Figure[]>
}

export function figure(name: string, unit: string, samples: readonly number[], target: Target | null = null): Figure {
  return judged(name, unit, statisticsOf(samples), target)
}

/** A figure whose statistics come from elsewhere (a histogram). */
export function judged(name: string, unit: string, statistics: Statistics, target: Target | null = null): Figure {
  return { name, unit, ...statistics, target, met: target && meets(statistics, target) }
}

function meets(statistics: Statistics, { of, atMost = Infinity, atLeast = -Infinity }: Target): boolean {
  return statistics[of] <= atMost && statistics[of] >= atLeast
}
