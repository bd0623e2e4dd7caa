import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { END_MARK } from '../../../src-shared/model/extraction.ts'
import { halve, joinAnswers } from './split.ts'

describe('halve', () => {
  it('loses and repeats nothing, and keeps every page', () => {
    fc.assert(
      fc.property(fc.array(fc.lorem({ maxCount: 30 }), { minLength: 1, maxLength: 6 }), (pages) => {
        const text = pages.join('\n\n')
        let start = 0
        const spans = pages.map((page, i) => {
          const span = { page: i + 3, start, end: Math.min(text.length, start + page.length + 2) }
          start = span.end
          return span
        })
        const [a, b] = halve({ text, spans })
        expect(a.text + b.text).toBe(text)
        for (const half of [a, b]) {
          for (const span of half.spans) {
            expect(span.start).toBeGreaterThanOrEqual(0)
            expect(span.end).toBeLessThanOrEqual(half.text.length)
          }
          expect(half.spans.reduce((sum, span) => sum + span.end - span.start, 0)).toBe(half.text.length)
        }
      }),
    )
  })

  it('cuts at the paragraph nearest to the middle', () => {
    const text = `${'a'.repeat(40)}. \n\n${'b'.repeat(40)}`
    expect(halve({ text, spans: [] })[1].text).toBe('b'.repeat(40))
  })
})

it('halves no character of two code units', () => {
  const [a, b] = halve({ text: `a${'𠮷'.repeat(32)}`, spans: [] })
  expect([a, b].every((half) => half.text.isWellFormed())).toBe(true)
})

describe('joinAnswers', () => {
  it('keeps the ids of the halves apart and counts pages from the chunk on', () => {
    const entity = (id: string, name: string) => ({ id, name, type: 'place' as const, aliases: [], about: '' })
    const fact = { from: 'e1', to: 'e2', rel: 'NEAR', fact: 'x', since: null, until: null, page: 1, quote: 'q' }
    const chunk = {
      spans: [
        { page: 4, start: 0, end: 10 },
        { page: 5, start: 10, end: 20 },
      ],
    }
    const joined = joinAnswers(chunk, [
      {
        passage: { text: '', spans: [{ page: 4, start: 0, end: 10 }] },
        answer: { entities: [entity('e1', 'A'), entity('e2', 'B')], facts: [fact], end: END_MARK },
      },
      {
        passage: { text: '', spans: [{ page: 5, start: 0, end: 10 }] },
        answer: { entities: [entity('e1', 'C'), entity('e2', 'D')], facts: [fact], end: END_MARK },
      },
    ])
    expect(joined.entities.map((e) => `${e.id} ${e.name}`)).toEqual(['0:e1 A', '0:e2 B', '1:e1 C', '1:e2 D'])
    expect(joined.facts.map((f) => [f.from, f.to, f.page])).toEqual([
      ['0:e1', '0:e2', 1],
      ['1:e1', '1:e2', 2],
    ])
  })
})
