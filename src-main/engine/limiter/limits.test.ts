import { describe, expect, it } from 'vitest'
import {
  ASSUMED_LIMITS,
  largestMaxTokens,
  learnLimits,
  limitInForce,
  NO_REDUCTION,
  NOTHING_LEARNED,
  readLearnedLimits,
  reduce,
  reductionFactor,
} from './limits.ts'

describe('limits', () => {
  it('are assumed low until the API names them', () => {
    expect(ASSUMED_LIMITS).toEqual({ requests: 50, input: 30_000, output: 8_000 })
    expect(limitInForce('input', 'auto', null)).toEqual({ limit: 30_000, source: 'assumed' })
  })

  it('are believed both ways while the setting is auto', () => {
    expect(limitInForce('input', 'auto', 450_000)).toEqual({ limit: 450_000, source: 'learned' })
    expect(limitInForce('input', 'auto', 10_000)).toEqual({ limit: 10_000, source: 'learned' })
  })

  it('are only ever lowered by the API when a person set them', () => {
    expect(limitInForce('input', 50_000, 450_000)).toEqual({ limit: 50_000, source: 'set' })
    expect(limitInForce('input', 50_000, 40_000)).toEqual({ limit: 40_000, source: 'learned' })
  })

  it('keep what was learned where an answer says nothing or nonsense', () => {
    const learned = learnLimits(NOTHING_LEARNED, { requests: { limit: 1_000 }, input: { limit: 450_000 } })
    expect(learned).toEqual({ requests: 1_000, input: 450_000, output: null })
    const nonsense = { requests: { limit: 0 }, input: { limit: Number.NaN }, output: { limit: -1 } }
    expect(learnLimits(learned, nonsense)).toEqual(learned)
    expect(learnLimits(learned, {})).toEqual(learned)
  })

  it('survive being stored, and a store that was spoilt', () => {
    const learned = { requests: 50, input: null, output: 8_000 }
    expect(readLearnedLimits(JSON.parse(JSON.stringify(learned)))).toEqual(learned)
    for (const spoilt of [null, 7, 'x', [], { requests: '50', input: -1, output: Infinity }]) {
      expect(readLearnedLimits(spoilt)).toEqual(NOTHING_LEARNED)
    }
  })
})

describe('a share that was given up', () => {
  it('is halved, and won back by a hundredth a window', () => {
    const halved = reduce(NO_REDUCTION, 0.5, 60_000, 1_000)
    expect(reductionFactor(halved, 60_000, 1_000)).toBe(0.5)
    expect(reductionFactor(halved, 60_000, 1_000 + 10 * 60_000)).toBeCloseTo(0.6)
    expect(reductionFactor(halved, 60_000, 1_000 + 1e9)).toBe(1)
  })

  it('multiplies, but never down to standing still', () => {
    let reduction = NO_REDUCTION
    for (let i = 0; i < 20; i++) reduction = reduce(reduction, 0.5, 60_000, 0)
    expect(reductionFactor(reduction, 60_000, 0)).toBe(0.1)
  })
})

describe('the longest answer', () => {
  it('is half of the output limit, or the share where that is less', () => {
    expect(largestMaxTokens(8_000, 0.8)).toBe(4_000)
    expect(largestMaxTokens(8_000, 0.25)).toBe(2_000)
    expect(largestMaxTokens(1, 0.1)).toBe(1)
  })
})
