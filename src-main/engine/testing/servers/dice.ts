import { mulberry32 } from './mulberry32.ts'

/** Seeded choices: the same seed gives the same ones in the same order. */
export interface Dice {
  /** In [0, 1). */
  next(): number
  /** Whole, both ends included. */
  between(low: number, high: number): number
  chance(probability: number): boolean
  pick<T>(from: readonly [T, ...T[]]): T
}

export function createDice(seed: number): Dice {
  const next = mulberry32(seed)
  // The first numbers of neighbouring seeds are alike.
  for (let i = 0; i < 4; i++) next()
  return {
    next,
    between: (low, high) => low + Math.floor(next() * (high - low + 1)),
    chance: (probability) => next() < probability,
    pick: ([first, ...rest]) => [first, ...rest][Math.floor(next() * (rest.length + 1))] ?? first,
  }
}
