import { describe, expect, it } from 'vitest'
import type { Letter } from '../../../src-shared/contract/schemas.ts'
import { letterLines, oneLetterLines } from './letter-lines.ts'

const chunk: Letter = {
  kind: 'chunk',
  documentId: 'id',
  name: 'a.pdf',
  phase: 'kg_ingest',
  chunk: 40,
  pages: [87, 88],
  error: { code: 'answer_spoilt', message: 'expected the schema', remedy: 'Retry the gap.' },
  since: Date.UTC(2026, 0, 2, 12),
  costUsd: 0.0017,
  calls: { answered: 3, refused: 0, unknown: 1, reused: 0 },
  spoiltUsd: 0.0012,
  answer: true,
  estimate: { input: 1000, output: 500, costUsd: 0.0004 },
  discarded: false,
}
const document: Letter = {
  ...chunk,
  kind: 'document',
  name: 'b.pdf',
  phase: 'extraction',
  chunk: null,
  pages: [],
  error: { code: 'pdf_encrypted', message: 'a password is needed', remedy: 'Save a copy.' },
  costUsd: 0,
  calls: { answered: 0, refused: 0, unknown: 0, reused: 0 },
  answer: false,
  estimate: null,
}

describe('letterLines', () => {
  it('tells what, why, since when and what it cost, each reason once, and what to type next', () => {
    const lines = letterLines({ letters: [chunk, { ...chunk, chunk: 41 }, document], total: 3 }, false)
    expect(lines.slice(0, 9)).toEqual([
      'Document  What      Pages  Phase       Since                 Calls     Cost  Why',
      'a.pdf     chunk 41  87–88  kg_ingest   2026-01-02 12:00 UTC      4  $0.0017  answer_spoilt',
      'a.pdf     chunk 42  87–88  kg_ingest   2026-01-02 12:00 UTC      4  $0.0017  answer_spoilt',
      'b.pdf     document         extraction  2026-01-02 12:00 UTC      0    $0.00  pdf_encrypted',
      '',
      'answer_spoilt: expected the schema',
      '  Retry the gap.',
      'pdf_encrypted: a password is needed',
      '  Save a copy.',
    ])
    expect(lines.join('\n')).toContain('npm start -- discard DOC --chunk N')
  })

  it('says how many it leaves out, and that there are none', () => {
    const many = letterLines({ letters: Array.from({ length: 101 }, () => chunk), total: 1234 }, true)
    expect(many).toContain('and 1,134 more; all: --json')
    expect(many.at(-1)).toContain('retry --discarded')
    expect(letterLines({ letters: [], total: 0 }, false)).toEqual(['Nothing waits for you: no dead letters.'])
    expect(letterLines({ letters: [], total: 0 }, true)).toEqual(['Nothing was discarded.'])
  })
})

describe('oneLetterLines', () => {
  it('tells all of it, and the answer that was kept', () => {
    expect(oneLetterLines({ ...chunk, discarded: true }, '{"half')).toEqual([
      'a.pdf, chunk 41, discarded',
      '  expected the schema',
      '  Retry the gap. (answer_spoilt)',
      '',
      'Pages      87–88',
      'Since      2026-01-02 12:00 UTC',
      'Calls      3 answers · 1 unknown, possibly paid',
      'Cost       $0.0017, of it $0.0012 for answers of no use',
      'Again      ≈ $0.00040',
      '',
      'What the model answered:',
      '{"half',
    ])
    expect(oneLetterLines(chunk, null).at(-1)).toBe('No answer was kept.')
    expect(oneLetterLines(chunk, '').at(-1)).toBe('(nothing)')
  })
})
