import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { backoffMs } from './backoff.ts'

describe('backoffMs', () => {
  it('stays above zero and within the doubled base and the cap', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.double({ min: 0, max: 0.999_999, noNaN: true }), (attempt, random) => {
        const ms = backoffMs(attempt, 2_000, 60_000, { next: () => random })
        expect(ms).toBeGreaterThanOrEqual(1)
        expect(ms).toBeLessThanOrEqual(Math.min(60_000, 2_000 * 2 ** attempt))
      }),
    )
  })

  it('uses the whole range: full jitter', () => {
    expect(backoffMs(2, 1_000, 60_000, { next: () => 0 })).toBe(4_000)
    expect(backoffMs(2, 1_000, 60_000, { next: () => 0.75 })).toBe(1_000)
  })
})
