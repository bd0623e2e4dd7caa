import { describe, expect, it } from 'vitest'
import type { Gap } from '../../../src-shared/contract/schemas.ts'
import { type CountedPage, layCoverage, pageAt } from './coverage.ts'

function page(number: number, state: CountedPage['state'] = 'text', facts = 1): CountedPage {
  return { number, label: String(number), state, facts }
}
const pagesUpTo = (count: number) => Array.from({ length: count }, (_, i) => page(i + 1))
const gap = (...pages: number[]): Gap => ({ pages, code: 'model_refused', message: 'm', remedy: 'r', discarded: false })

describe('layCoverage', () => {
  it('joins neighbouring pages of one state and fills the width', () => {
    const { runs } = layCoverage([page(1), page(2), page(3, 'failed'), page(4)], [], 400)
    expect(runs).toEqual([
      { state: 'text', x: 0, width: 200 },
      { state: 'failed', x: 200, width: 100 },
      { state: 'text', x: 300, width: 100 },
    ])
  })

  it('draws a bar a page with its share of the most facts, and none where there are no facts', () => {
    const { bars } = layCoverage([page(1, 'text', 4), page(2, 'text', 0), page(3, 'text', 1)], [], 300)
    expect(bars.map((bar) => [bar.x, bar.height])).toEqual([
      [0, 1],
      [200, 0.25],
    ])
  })

  it('lets pages share a bar when there are more than fit, without losing the tallest', () => {
    const pages = pagesUpTo(2310).map((p) => (p.number === 1000 ? { ...p, facts: 10 } : p))
    const { bars } = layCoverage(pages, [], 1100)
    expect(bars.length).toBeLessThan(550)
    expect(bars.filter((bar) => bar.height === 1)).toHaveLength(1)
  })

  it('marks each run of lost pages, wide enough to be seen', () => {
    const { gaps } = layCoverage(pagesUpTo(412), [gap(87, 88, 371), gap(203, 204, 205, 206)], 1132)
    expect(gaps.map((g) => g.label)).toEqual(['87–88', '203–206', '371'])
    expect(gaps.every((g) => g.width >= 5)).toBe(true)
  })

  it('keeps labels from lying on each other', () => {
    const { gaps, ticks } = layCoverage(pagesUpTo(412), [gap(100, 102)], 1132)
    expect(gaps.map((g) => g.label)).toEqual(['100', null])
    expect(ticks.map((t) => t.text)).toEqual(['page 1', '412', '50', '150', '200', '250', '300', '350'])
  })

  it('names each of a few pages once', () => {
    expect(layCoverage(pagesUpTo(3), [], 1132).ticks.map((t) => t.text)).toEqual(['page 1', '3', '2'])
    expect(layCoverage(pagesUpTo(3), [gap(3, 3)], 1132).ticks.map((t) => t.text)).toEqual(['page 1', '2'])
  })

  it('has nothing to draw without pages', () => {
    expect(layCoverage([], [], 1000)).toEqual({ runs: [], bars: [], gaps: [], ticks: [] })
  })
})

describe('pageAt', () => {
  it('tells the page under a point, and stays within the document', () => {
    expect([pageAt(0, 100, 10), pageAt(99.9, 100, 10), pageAt(-5, 100, 10), pageAt(500, 100, 10)]).toEqual([
      1, 10, 1, 10,
    ])
  })
})
