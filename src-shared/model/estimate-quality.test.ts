import { describe, expect, it } from 'vitest'
import { billedInput, difference, estimateQuality, estimateQualityText } from './estimate-quality.ts'

const chunk = (estimated: number, input: number, cacheRead = 0) => ({
  estimated: { input: estimated },
  tokens: { input, output: 700, cacheRead, cacheWrite: 0 },
  calls: { answered: 1, refused: 0, unknown: 0, reused: 0 },
})
const asked = chunk(1000, 100, 800)
const dearer = chunk(1000, 1020)
const right = chunk(500, 500)
const reused = { ...chunk(1000, 0), calls: { answered: 0, refused: 0, unknown: 0, reused: 1 } }
const pending = { ...chunk(1000, 0), calls: { answered: 0, refused: 0, unknown: 0, reused: 0 } }

describe('estimate and bill', () => {
  it('bills the whole prompt, cached tokens included', () => {
    expect(billedInput(asked)).toBe(900)
    expect(difference(asked)).toBeCloseTo(-0.1)
  })

  it('compares nothing where nothing was asked', () => {
    expect(difference(reused)).toBeNull()
    expect(difference(pending)).toBeNull()
    expect(estimateQuality([reused, pending])).toBeNull()
  })

  it('sums estimate and bill over the chunks that were asked', () => {
    const quality = estimateQuality([asked, dearer, reused, right, pending])
    expect(quality).toMatchObject({ estimated: 2500, billed: 2420 })
    expect(quality?.above).toBeCloseTo(0.033, 3)
    expect(quality?.widest).toBeCloseTo(0.1)
  })

  it('says how far they are apart, either way', () => {
    const quality = { estimated: 0, billed: 0, above: 0.0312, widest: 0.1 }
    expect(estimateQualityText(quality)).toBe('3.1 % above the bill, chunk by chunk within ±10.0 %')
    expect(estimateQualityText({ ...quality, above: -0.2 })).toMatch(/^20\.0 % below the bill/)
  })
})
