import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { estimateCall, learnUsage, NOTHING_ESTIMATED, readEstimateState, type EstimateState } from './estimates.ts'

const usage = (input: number, output: number, cacheRead = 0) => ({ input, output, cacheRead, cacheWrite: 0 })
const taught = (calls: number, tokensPerCharacter: (i: number) => number, output: (i: number) => number) => {
  let state = NOTHING_ESTIMATED
  for (let i = 0; i < calls; i++) state = learnUsage(state, 1_000, usage(1_000 * tokensPerCharacter(i), output(i)))
  return state
}

describe('the estimate of a call', () => {
  it('is the setting, or 2.5 characters a token for a longer text, before anything is learned', () => {
    expect(estimateCall(NOTHING_ESTIMATED, { characters: 4_000, maxTokens: 900 }, 3_000)).toEqual({
      input: 3_000,
      output: 900,
      maxOutput: 900,
    })
    expect(estimateCall(NOTHING_ESTIMATED, { characters: 10_000, maxTokens: 900 }, 3_000).input).toBe(4_000)
  })

  it('follows the model within a few calls and guards by their 99th percentile', () => {
    const even = taught(
      50,
      () => 0.25,
      () => 600,
    )
    expect(estimateCall(even, { characters: 4_000, maxTokens: 4_000 }, 3_000).input).toBe(1_010)
    const uneven = taught(
      100,
      (i) => (i % 50 === 0 ? 0.5 : 0.25),
      () => 600,
    )
    expect(estimateCall(uneven, { characters: 4_000, maxTokens: 4_000 }, 3_000).input).toBe(2_010)
  })

  it('adds more the fewer calls it knows', () => {
    const input = (calls: number) =>
      estimateCall(
        taught(
          calls,
          () => 0.25,
          () => 600,
        ),
        { characters: 4_000, maxTokens: 4_000 },
        3_000,
      ).input
    expect([input(1), input(5), input(50)]).toEqual([1_500, 1_100, 1_010])
  })

  it('counts the whole prompt, cached or not', () => {
    const state = learnUsage(NOTHING_ESTIMATED, 1_000, usage(50, 1, 200))
    expect(state.tokensPerCharacter).toEqual([0.25])
  })

  it('books the 95th percentile of the answers, never more than max_tokens', () => {
    const state = taught(
      100,
      () => 0.25,
      (i) => (i + 1) * 10,
    )
    expect(estimateCall(state, { characters: 1, maxTokens: 4_000 }, 3_000).output).toBe(950)
    expect(estimateCall(state, { characters: 1, maxTokens: 500 }, 3_000)).toMatchObject({ output: 500, maxOutput: 500 })
  })

  it('forgets what is long ago, so that its size is bounded and a new kind of text is learned', () => {
    let state = taught(
      500,
      () => 0.25,
      () => 600,
    )
    expect([state.tokensPerCharacter.length, state.outputs.length]).toEqual([200, 200])
    for (let i = 0; i < 200; i++) state = learnUsage(state, 1_000, usage(1_000, 100))
    expect(estimateCall(state, { characters: 1_000, maxTokens: 4_000 }, 3_000)).toMatchObject({ output: 100 })
  })

  it('is a positive whole number whatever it was taught', () => {
    const any = fc.oneof(fc.double(), fc.constantFrom(0, -1, Number.NaN, Infinity), fc.integer({ min: 0, max: 9_999 }))
    fc.assert(
      fc.property(
        fc.array(fc.tuple(any, any, any)),
        fc.nat(1e6),
        fc.integer({ min: 1, max: 20_000 }),
        (calls, n, max) => {
          const state = calls.reduce<EstimateState>((s, [c, i, o]) => learnUsage(s, c, usage(i, o)), NOTHING_ESTIMATED)
          const estimate = estimateCall(state, { characters: n, maxTokens: max }, 3_000)
          for (const part of [estimate.input, estimate.output, estimate.maxOutput]) {
            expect(Number.isInteger(part) && part >= 1).toBe(true)
          }
          expect(estimate.output).toBeLessThanOrEqual(estimate.maxOutput)
        },
      ),
    )
  })

  it('survives being stored, and a store that was spoilt', () => {
    const state = taught(
      5,
      () => 0.3,
      () => 7,
    )
    expect(readEstimateState(JSON.parse(JSON.stringify(state)))).toEqual(state)
    expect(readEstimateState({ tokensPerCharacter: [1, 'x', null, -2], outputs: 5 })).toEqual({
      tokensPerCharacter: [1],
      outputs: [],
    })
    expect(readEstimateState(null)).toEqual(NOTHING_ESTIMATED)
  })
})
