import { describe, expect, it } from 'vitest'
import type { DocumentReport, Gap } from '../../../src-shared/contract/schemas.ts'
import { coverageText, documentLines, lossLines, runLines } from './token-report.ts'

const document: DocumentReport = {
  id: '0190',
  name: 'message-1901.pdf',
  path: '/papers/message-1901.pdf',
  title: null,
  sha256: null,
  fileRemovedAt: null,
  bytes: 60_000,
  group: 'default',
  provider: 'anthropic',
  state: 'completed',
  addedAt: 0,
  endedAt: 252_000,
  pages: 35,
  coverage: { text: 34, empty: 0, scanned: 1, recognised: 0, failed: 0 },
  chunks: { total: 60, completed: 60, failed: 0, cancelled: 0 },
  tokens: { input: 66_000, output: 21_400, cacheRead: 9000, cacheWrite: 0 },
  calls: { answered: 60, refused: 0, unknown: 0, reused: 0 },
  costUsd: 0.0174,
  spoiltUsd: 0,
  estimate: null,
  seconds: 252,
  gaps: [],
  discarded: false,
  error: null,
}

describe('documentLines', () => {
  it('lines numbers up at the right, the prompt as a whole', () => {
    const short = { ...document, name: 'a.pdf', pages: 3, seconds: 4, costUsd: 0 }
    expect(documentLines([document, short])).toEqual([
      'Document          State      Pages    Chunks   Input  Output    Cost        Time',
      'message-1901.pdf  completed     35  60 of 60  75,000  21,400  $0.017  4 min 12 s',
      'a.pdf             completed      3  60 of 60  75,000  21,400   $0.00         4 s',
    ])
  })

  it('marks gaps and estimates, and says how many it leaves out', () => {
    const gap: Gap = { pages: [2], code: 'model_refused', message: 'refused', remedy: 'Retry.', discarded: false }
    const [, holed, waiting] = documentLines([
      { ...document, gaps: [gap] },
      { ...document, state: 'queued', costUsd: 0, estimate: { input: 71_000, output: 9000, costUsd: 0.02 } },
    ])
    expect(holed).toContain('completed, with gaps')
    expect(waiting).toMatch(/≈ 71,000 +≈ 9,000 +≈ \$0\.020/)
    const many = documentLines(Array.from({ length: 31 }, () => document))
    expect(many).toHaveLength(32)
    expect(many.at(-1)).toBe('and 1 more document')
  })

  it('is nothing where there is nothing', () => {
    expect(documentLines([])).toEqual([])
  })
})

it('coverage is every page in its state, over all documents', () => {
  expect(coverageText([document, document])).toBe('68 text · 2 scanned')
  expect(coverageText([])).toBe('')
})

describe('lossLines', () => {
  it('names pages, reason, remedy and code', () => {
    const gap: Gap = {
      pages: [3, 4, 9],
      code: 'model_refused',
      message: 'the model declined',
      remedy: 'Retry the gap.',
      discarded: false,
    }
    const error = { code: 'pdf_encrypted', message: 'a password is needed', remedy: 'Save a copy.' } as const
    expect(lossLines([document, { ...document, gaps: [gap] }, { ...document, name: 'b.pdf', error }])).toEqual([
      'message-1901.pdf, pages 3–4, 9: the model declined',
      '  Retry the gap. (model_refused)',
      'b.pdf: a password is needed',
      '  Save a copy. (pdf_encrypted)',
    ])
    const discarded = { ...document, discarded: true, error, gaps: [{ ...gap, discarded: true }] }
    expect(lossLines([discarded])).toMatchObject([
      'message-1901.pdf (discarded): a password is needed',
      expect.anything(),
      'message-1901.pdf, pages 3–4, 9 (discarded): the model declined',
      expect.anything(),
    ])
  })
})

describe('runLines', () => {
  it('says what happened and nothing that did not', () => {
    const lines = runLines({
      documents: { completed: 2, failed: 1, cancelled: 0, known: 1 },
      chunks: { total: 10, completed: 8, failed: 2 },
      tokens: { input: 12_000, output: 3000, cacheRead: 0, cacheWrite: 0 },
      calls: { answered: 8, refused: 0, unknown: 1, reused: 2 },
      costUsd: 0.004,
      spoiltUsd: 0.0012,
      graph: { episodes: 8, entities: 1, relationships: 30, mentions: 44 },
      gaps: 1,
    })
    expect(lines).toEqual([
      'Documents  2 completed · 1 failed · 1 known already, not read again',
      'Chunks     8 of 10 completed · 2 failed',
      'Calls      8 answered · 2 reused, not paid again · 1 unknown, possibly paid',
      'Tokens     12,000 input · 3,000 output',
      'Cost       $0.004 · of it $0.0012 for answers of no use · $0.00050 a chunk',
      'Graph      8 episodes · 1 entity · 30 relationships · 44 mentions',
    ])
  })
})
