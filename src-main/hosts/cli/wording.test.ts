import { describe, expect, it } from 'vitest'
import { counted, cutMiddle, formatCost, formatExactCost, formatPages } from './wording.ts'

describe('cutMiddle', () => {
  it('leaves what fits, and keeps both ends of what does not', () => {
    expect(cutMiddle('report.pdf', 10)).toBe('report.pdf')
    expect(cutMiddle('annual-report-2019-final.pdf', 15)).toBe('annual-…nal.pdf')
    expect([...cutMiddle('annual-report-2019-final.pdf', 15)]).toHaveLength(15)
  })

  it('never cuts a character in two', () => {
    expect(cutMiddle('😀😀😀😀😀', 3)).toBe('😀…😀')
    expect(cutMiddle('abc', 1)).toBe('…')
  })
})

describe('numbers', () => {
  it('writes pages as people do', () => {
    expect(formatPages([9, 3, 4, 5, 4])).toBe('3–5, 9')
    expect(formatPages([])).toBe('')
  })

  it('counts with the right form of the noun, and costs to the digit that matters', () => {
    expect(counted(1, 'document')).toBe('1 document')
    expect(counted(12_000, 'entity', 'entities')).toBe('12,000 entities')
    expect(formatCost(0.0005)).toBe('$0.00050')
    expect(formatCost(0.013291)).toBe('$0.013')
    expect(formatCost(0.0000004)).toBe('$0.000000')
    expect(formatExactCost(0.013291)).toBe('$0.013291')
    expect(formatCost(12)).toBe('$12.00')
  })
})
