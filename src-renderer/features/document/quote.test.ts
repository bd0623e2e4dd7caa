import { describe, expect, it } from 'vitest'
import { findOnPage, findQuote } from './quote.ts'

describe('findQuote', () => {
  it('finds a quote whatever the line breaks, dashes and quotation marks', () => {
    const text = 'Before. The “third\nspecimen” was not taken – the mill\nbeing shut. After.'
    const found = findQuote(text, 'The "third specimen" was not taken - the mill being shut.')
    expect(found && text.slice(found.start, found.end)).toBe(
      'The “third\nspecimen” was not taken – the mill\nbeing shut.',
    )
  })

  it('takes a word that was broken at the end of a line as whole', () => {
    const text = 'the certifi-\ncate is with\u00addrawn'
    const found = findQuote(text, 'certificate is withdrawn')
    expect(found && text.slice(found.start, found.end)).toBe('certifi-\ncate is with\u00addrawn')
  })

  it('does not guess', () => {
    expect(findQuote('Kessler certified batch 7741', 'Kessler certified batch 7742')).toBeNull()
    expect(findQuote('anything', '  ')).toBeNull()
  })
})

describe('findOnPage', () => {
  it('tells which part of which text item holds the quote', () => {
    const items = ['in January 2010. On 12 March', '2010 Kessler & Voigt certified', ' ', 'batch 7741, on the ground']
    const found = findOnPage(items, 'On 12 March 2010 Kessler & Voigt certified batch 7741')
    expect(found?.map(({ item, start, end }) => items[item]?.slice(start, end))).toEqual([
      'On 12 March',
      '2010 Kessler & Voigt certified',
      ' ',
      'batch 7741',
    ])
  })

  it('finds a quote over a page break on both pages', () => {
    const quote = 'the pins were by then already in place and could no longer be drawn without taking the gate out'
    expect(findOnPage(['Page text: the pins were by then already in place and'], quote)).toEqual([
      { item: 0, start: 11, end: 53 },
    ])
    expect(findOnPage(['could no longer be drawn', 'without taking the gate out. Next.'], quote)).toEqual([
      { item: 0, start: 0, end: 24 },
      { item: 1, start: 0, end: 27 },
    ])
  })

  it('expands ligatures', () => {
    expect(findOnPage(['the ofﬁce of certiﬁcates'], 'office of certificates')).toEqual([{ item: 0, start: 4, end: 24 }])
  })

  it('does not take a few chance letters for a quote', () => {
    expect(findOnPage(['some page that ends with the'], 'the quick brown fox jumps over the lazy dog')).toBeNull()
  })
})
