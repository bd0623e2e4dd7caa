import { describe, expect, it } from 'vitest'
import { QuoteFinder } from './quotes.ts'

const first = 'The treaty with Panama was signed.\nIt gave us the “zone” – ten miles wide. '
const second = 'The treaty with Panama was signed. Colonel Goethals was sent to the isthmus.'
const finder = new QuoteFinder(first + second, [
  { page: 7, start: 0, end: first.length },
  { page: 8, start: first.length, end: first.length + second.length },
])

describe('QuoteFinder', () => {
  it('finds a quote whatever its white space and typography, and tells the page of the document', () => {
    expect(finder.pageOf('signed. It gave us the "zone" - ten miles', 1)).toBe(7)
    expect(finder.pageOf('Colonel  Goethals\nwas sent', 1)).toBe(8)
  })

  it('prefers the page the answer gave where the quote stands twice', () => {
    expect(finder.pageOf('The treaty with Panama', 1)).toBe(7)
    expect(finder.pageOf('The treaty with Panama', 2)).toBe(8)
    expect(finder.pageOf('The treaty with Panama', 99)).toBe(7)
  })

  it('needs fewer characters of a script that says more with each', () => {
    const text = '张衡生于南阳。他造了地动仪。'
    const han = new QuoteFinder(text, [{ page: 3, start: 0, end: text.length }])
    expect(han.pageOf('张衡生于南阳', 1)).toBe(3)
    expect(han.pageOf('张衡', 1)).toBeNull()
  })

  it.each(['', 'Panama', 'the treaty with panama was signed', 'Colonel Goethals was recalled'])(
    'gives no page for "%s"',
    (quote) => expect(finder.pageOf(quote, 1)).toBeNull(),
  )
})
