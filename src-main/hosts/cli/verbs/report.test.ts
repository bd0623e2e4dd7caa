import { describe, expect, it } from 'vitest'
import type { CommandOutput } from '../../../../src-shared/contract/commands.ts'
import { documentJson, documentReportLines } from './report.ts'

type Report = CommandOutput<'report.document'>

const chunk = (ordinal: number, estimated: number, input: number): Report['chunkRows'][number] => ({
  ordinal,
  pages: [ordinal + 1],
  headings: [],
  state: 'completed',
  repairs: 0,
  estimated: { input: estimated, output: 500 },
  tokens: { input, output: 300, cacheRead: 0, cacheWrite: 0 },
  calls: { answered: 1, refused: 0, unknown: 0, reused: 0 },
  costUsd: 0.001,
  spoiltUsd: 0,
  seconds: 3,
  facts: 2,
  droppedFacts: 0,
  answerRemovedAt: null,
  error: null,
  discarded: false,
})

const report: Report = {
  id: '0190',
  name: 'a.pdf',
  path: '/in/a.pdf',
  title: null,
  sha256: null,
  fileRemovedAt: null,
  bytes: 1,
  group: 'default',
  provider: 'anthropic',
  state: 'completed',
  addedAt: 0,
  endedAt: 1,
  pages: 2,
  coverage: { text: 2, empty: 0, scanned: 0, recognised: 0, failed: 0 },
  chunks: { total: 2, completed: 2, failed: 0, cancelled: 0 },
  tokens: { input: 1900, output: 600, cacheRead: 0, cacheWrite: 0 },
  calls: { answered: 2, refused: 0, unknown: 0, reused: 0 },
  costUsd: 0.002,
  spoiltUsd: 0.001,
  estimate: { input: 2000, output: 1000, costUsd: 0.003 },
  seconds: 1,
  gaps: [],
  discarded: false,
  error: null,
  phases: [],
  chunkRows: [chunk(0, 1000, 900), chunk(1, 1000, 1000)],
  removedAnswers: null,
}
const graph = { episodes: 2, entities: 1, relationships: 1, mentions: 1, types: {} }
const estimateLine = (more: Partial<Report>) =>
  documentReportLines({ ...report, ...more }).find((line) => line.startsWith('Estimate'))

describe('the report of a document', () => {
  it('says how right the estimate was, as far as chunks were asked', () => {
    expect(estimateLine({})).toBe('Estimate   5.3 % above the bill, chunk by chunk within ±10.0 %')
    expect(estimateLine({ state: 'processing' })).toBe(
      'Estimate   ≈ 2,000 input · ≈ 1,000 output · ≈ $0.0030 · 5.3 % above the bill, chunk by chunk within ±10.0 %',
    )
    expect(estimateLine({ state: 'queued', chunkRows: [] })).toBe(
      'Estimate   ≈ 2,000 input · ≈ 1,000 output · ≈ $0.0030',
    )
    expect(estimateLine({ chunkRows: [] })).toBeUndefined()
  })

  it('says what went for answers of no use', () => {
    expect(documentReportLines(report)).toContain(
      'Cost       $0.002 · of it $0.0010 for answers of no use · $0.0010 a chunk',
    )
    expect(documentReportLines({ ...report, spoiltUsd: 0 }).join()).not.toContain('of no use')
  })

  it('says both as JSON', () => {
    const told = documentJson(report, graph)
    expect(told.documents).toMatchObject([{ spoiltUsd: 0.001 }])
    expect(told.totals).toMatchObject({ costUsd: 0.002, spoiltUsd: 0.001 })
    expect(told.estimateQuality).toMatchObject({ estimated: 2000, billed: 1900 })
    expect(documentJson({ ...report, chunkRows: [] }, graph).estimateQuality).toBeNull()
  })
})
