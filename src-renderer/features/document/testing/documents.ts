import type { ChunkRow, DocumentDetail } from '../chunk-rows.ts'

type ChunkChanges = Partial<Omit<ChunkRow, 'tokens' | 'calls'>> & {
  tokens?: Partial<ChunkRow['tokens']>
  calls?: Partial<ChunkRow['calls']>
}

/** A chunk that was asked once and gave facts, changed as the test needs. */
export function makeChunk({ tokens, calls, ...changes }: ChunkChanges = {}): ChunkRow {
  return {
    ordinal: 1,
    pages: [1],
    headings: [],
    state: 'completed',
    repairs: 0,
    estimated: { input: 1486, output: 740 },
    tokens: { input: 0, output: 702, cacheRead: 0, cacheWrite: 0, ...tokens },
    calls: { answered: 1, refused: 0, unknown: 0, reused: 0, ...calls },
    costUsd: 0.0005,
    spoiltUsd: 0,
    seconds: 5.9,
    facts: 11,
    droppedFacts: 0,
    answerRemovedAt: null,
    error: null,
    discarded: false,
    ...changes,
  }
}

export function makeDocument(changes: Partial<DocumentDetail> = {}): DocumentDetail {
  return {
    id: 'doc-1',
    name: 'report.pdf',
    path: '/home/ada/report.pdf',
    title: null,
    sha256: 'ab'.repeat(32),
    fileRemovedAt: null,
    bytes: 91_300_000,
    group: 'default',
    provider: 'anthropic',
    state: 'completed',
    addedAt: 1_790_000_000_000,
    endedAt: 1_790_002_580_000,
    pages: 2,
    coverage: { text: 2, empty: 0, scanned: 0, recognised: 0, failed: 0 },
    chunks: { total: 1, completed: 1, failed: 0, cancelled: 0 },
    tokens: { input: 252, output: 702, cacheRead: 1150, cacheWrite: 0 },
    calls: { answered: 1, refused: 0, unknown: 0, reused: 0 },
    costUsd: 0.0005,
    spoiltUsd: 0,
    estimate: { input: 1486, output: 740, costUsd: 0.0006 },
    seconds: 12,
    gaps: [],
    error: null,
    discarded: false,
    phases: [],
    chunkRows: [],
    removedAnswers: null,
    ...changes,
  }
}
