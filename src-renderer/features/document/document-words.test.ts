import { describe, expect, it } from 'vitest'
import { coverageText, spoiltText, stateWords } from './document-words.ts'
import { makeDocument } from './testing/documents.ts'

const gap = { pages: [87, 88], code: 'model_refused', message: 'm', remedy: 'r', discarded: false } as const

describe('the words of a document', () => {
  it('never call a document with gaps simply completed', () => {
    expect(stateWords(makeDocument())).toMatchObject({ text: 'completed', tone: 'ok' })
    expect(stateWords(makeDocument({ gaps: [{ ...gap, pages: [1] }] }))).toMatchObject({
      text: 'completed, 1 gap',
      tone: 'waiting',
    })
    const [known, other] = [
      { ...gap, pages: [1], discarded: true },
      { ...gap, pages: [2] },
    ]
    expect(stateWords(makeDocument({ gaps: [known] })).text).toBe('completed, 1 gap discarded')
    expect(stateWords(makeDocument({ gaps: [known, other] })).text).toBe('completed, 2 gaps')
    expect(stateWords(makeDocument({ state: 'failed', discarded: true })).text).toBe('failed, discarded')
  })

  it('say how many pages are counted, and how many of them are lost', () => {
    const coverage = { text: 268, empty: 17, scanned: 0, recognised: 123, failed: 4 }
    const gaps = [
      { ...gap, pages: [87, 88] },
      { ...gap, pages: [88, 371] },
    ]
    expect(coverageText({ state: 'processing', pages: 412, coverage, gaps })).toBe(
      '412 of 412 pages counted, 3 in gaps',
    )
    expect(coverageText({ state: 'processing', pages: 900, coverage, gaps: [] })).toBe('412 of 900 pages counted')
  })

  it('say so while nothing is known', () => {
    const coverage = { text: 0, empty: 0, scanned: 0, recognised: 0, failed: 0 }
    expect(coverageText({ state: 'processing', pages: null, coverage, gaps: [] })).toBe(
      'pages are counted when the file has been opened',
    )
    expect(coverageText({ state: 'failed', pages: null, coverage, gaps: [] })).toBe(
      'no page was counted: it ended before',
    )
  })

  it('tell what answers of no use cost, and nothing where there were none', () => {
    expect(spoiltText(makeDocument())).toBeNull()
    expect(spoiltText(makeDocument({ spoiltUsd: 0.0012 }))).toBe('$0.0012 for answers of no use')
  })
})
