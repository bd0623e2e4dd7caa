import { expect, it } from 'vitest'
import { joinPages } from './page-ranges.ts'

it('joins neighbouring pages, whatever their order and doubles', () => {
  expect(joinPages([88, 371, 87, 88, 203, 204, 205])).toEqual([
    [87, 88],
    [203, 205],
    [371, 371],
  ])
  expect(joinPages([])).toEqual([])
})
