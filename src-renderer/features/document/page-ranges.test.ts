import { describe, expect, it } from 'vitest'
import { pagesText } from './page-ranges.ts'

describe('pagesText', () => {
  it('joins neighbours, whatever their order and doubles', () => {
    expect(pagesText([88, 371, 87, 88, 203, 204, 205])).toBe('87–88, 203–205, 371')
  })

  it('says nothing for no pages', () => {
    expect(pagesText([])).toBe('')
  })
})
