import { describe, expect, it } from 'vitest'
import { cutText } from './chunk-text.ts'

const fact = (quote: string, page = 1) => ({ source: 's', relation: 'r', target: 't', fact: 'f', page, quote })
const text = 'Alpha met Beta in Rome.\nGamma left.'
const spans = [
  { page: 7, start: 0, end: 24 },
  { page: 8, start: 24, end: 35 },
]

describe('cutText', () => {
  it('cuts at pages and quotes, and loses nothing', () => {
    const pieces = cutText({ text, spans, facts: [fact('Alpha met Beta'), fact('Beta in Rome')] })
    expect(pieces.map((piece) => piece.text).join('')).toBe(text)
    expect(pieces.map(({ text, page, opensPage, facts }) => [text, page, opensPage, facts])).toEqual([
      ['Alpha met ', 7, true, [0]],
      ['Beta', 7, false, [0, 1]],
      [' in Rome', 7, false, [1]],
      ['.\n', 7, false, []],
      ['Gamma left.', 8, true, []],
    ])
  })

  it('marks nothing for a quote that is not there', () => {
    expect(cutText({ text, spans, facts: [fact('Delta arrived')] }).every((piece) => piece.facts.length === 0)).toBe(
      true,
    )
  })

  it('takes an empty chunk', () => {
    expect(cutText({ text: '', spans: [], facts: [] })).toEqual([])
  })
})
