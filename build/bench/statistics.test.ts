import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { percentile, statisticsOf } from './statistics.ts'

const upTo = (n: number) => Array.from({ length: n }, (_, i) => i + 1)

describe('percentile', () => {
  it.each([
    [100, 0.5, 50],
    [100, 0.95, 95],
    [100, 0.99, 99],
    [20, 0.95, 19],
    [20, 0.99, 20],
    [5, 0.5, 3],
    [4, 0.5, 2],
    [1, 0.99, 1],
    [7, 0, 1],
    [7, 1, 7],
  ])('of 1 … %i at %f is %i', (n, share, value) => expect(percentile(upTo(n), share)).toBe(value))

  it('is a sample, which at least that share do not exceed, and fewer stay below', () => {
    const samples = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 100 }), (list, percent) => {
        const sorted = list.toSorted((a, b) => a - b)
        const value = percentile(sorted, percent / 100)
        expect(list).toContain(value)
        expect(list.filter((sample) => sample <= value).length * 100).toBeGreaterThanOrEqual(percent * list.length)
        expect(list.filter((sample) => sample < value).length * 100).toBeLessThan(percent * list.length)
      }),
    )
  })

  it('says that nothing was measured', () => expect(() => percentile([], 0.5)).toThrow(RangeError))
})

describe('statisticsOf', () => {
  it('leaves the order of the samples alone', () => {
    const samples = [30, 10, 20]
    expect(statisticsOf(samples)).toEqual({ n: 3, min: 10, median: 20, p95: 30, p99: 30, max: 30 })
    expect(samples).toEqual([30, 10, 20])
  })
})
