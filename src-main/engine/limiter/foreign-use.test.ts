import { describe, expect, it } from 'vitest'
import { foreignUse } from './foreign-use.ts'
import type { Booked } from './gates.ts'

const belief = { limit: 100_000, windowMs: 60_000, slackMs: 1_000, capacitySeen: 100_000, roundedTo: 1_000 }
const call = (sentAt: number, cost: number, countedBy = sentAt): Booked => ({
  sentAt,
  countedBy,
  window: cost,
  bucket: cost,
  settledFrom: null,
})

describe('use by others', () => {
  it('is what our own calls do not explain', () => {
    expect(foreignUse([call(100, 20_000)], 30_000, 200, belief)).toBeCloseTo(50_000, -3)
  })

  it('is nothing where our calls, rounding or a sliding server explain it', () => {
    expect(foreignUse([call(100, 20_000)], 79_000, 200, belief)).toBe(0)
    // A bucket would be full again; a strict minute is not.
    expect(foreignUse([call(100, 20_000)], 80_000, 59_000, belief)).toBe(0)
  })

  it('is nothing where more remains than we thought: that never loosens', () => {
    expect(foreignUse([call(100, 90_000)], 99_000, 200, belief)).toBe(0)
  })

  it('allows for calls in flight that cost more than was booked', () => {
    expect(foreignUse([call(100, 20_000, Infinity)], 73_000, 200, belief)).toBe(0)
  })

  it('is nothing at a server whose bucket is smaller than its limit', () => {
    const small = { ...belief, capacitySeen: 10_000 }
    expect(foreignUse([call(100, 5_000)], 5_000, 101, small)).toBe(0)
    expect(foreignUse([call(100, 1_000)], 1_000, 101, small)).toBeGreaterThan(7_000)
  })

  it('looks only at calls sent before the headers came', () => {
    expect(foreignUse([call(100, 20_000), call(300, 60_000)], 79_500, 200, belief)).toBe(0)
  })
})
