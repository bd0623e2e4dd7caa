import { describe, expect, it } from 'vitest'
import { rampFactor, rampSteps } from './ramp.ts'

describe('the ramp', () => {
  it('begins at a quarter of the rate and doubles each quarter of the window', () => {
    expect([0, 14_999, 15_000, 29_999, 30_000, 1e9].map((at) => rampFactor(100, 60_000, 100 + at))).toEqual([
      0.25, 0.25, 0.5, 0.5, 1, 1,
    ])
  })

  it('is at its lowest before it begins', () => {
    expect(rampFactor(100, 60_000, 0)).toBe(0.25)
  })

  it('tells what is in force and what is to come', () => {
    expect(rampSteps(0, 60_000, 20_000)).toEqual([
      { from: 20_000, factor: 0.5 },
      { from: 30_000, factor: 1 },
    ])
    expect(rampSteps(0, 60_000, 40_000)).toEqual([{ from: 40_000, factor: 1 }])
    expect(rampSteps(1_000, 60_000, 0).map((step) => step.from)).toEqual([0, 1_000, 16_000, 31_000])
  })
})
