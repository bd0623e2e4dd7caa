import { describe, expect, it } from 'vitest'
import { makeChunk, makeDocument } from './testing/documents.ts'
import { countChunks, filterChunks, retryCostUsd } from './chunk-rows.ts'

const asked = makeChunk({ ordinal: 1, estimated: { input: 1000, output: 700 }, tokens: { input: 100, cacheRead: 800 } })
const dearer = makeChunk({ ordinal: 2, estimated: { input: 1000, output: 700 }, tokens: { input: 1020 }, repairs: 1 })
const reused = makeChunk({ ordinal: 3, calls: { answered: 0, reused: 1 } })
const lost = makeChunk({ ordinal: 4, state: 'failed', estimated: { input: 500, output: 700 }, tokens: { input: 500 } })
const pending = makeChunk({ ordinal: 5, state: 'pending', calls: { answered: 0 } })
const chunks = [asked, dearer, reused, lost, pending]

describe('chunk rows', () => {
  it('counts and filters by what happened to a chunk', () => {
    expect(countChunks(chunks)).toEqual({ all: 5, gaps: 1, repaired: 1, reused: 1, waiting: 1 })
    expect(filterChunks(chunks, 'gaps').map((chunk) => chunk.ordinal)).toEqual([4])
  })
})

describe('retryCostUsd', () => {
  it('is the share of the chunks without a valid answer in the estimate', () => {
    const document = makeDocument({
      chunkRows: [asked, reused, lost],
      estimate: { input: 5000, output: 1000, costUsd: 0.02 },
    })
    expect(retryCostUsd(document)).toBeCloseTo(0.002)
  })

  it('counts for one gap its own chunks alone', () => {
    const error = { code: 'answer_spoilt' as const, message: '', remedy: '' }
    const spoilt = makeChunk({ ordinal: 5, state: 'failed', estimated: { input: 250, output: 700 }, error })
    const document = makeDocument({
      chunkRows: [asked, lost, spoilt],
      estimate: { input: 5000, output: 1000, costUsd: 0.02 },
    })
    expect(retryCostUsd(document, { code: 'answer_spoilt', discarded: false })).toBeCloseTo(0.001)
    expect(retryCostUsd(document, { code: 'answer_spoilt', discarded: true })).toBeNull()
    expect(retryCostUsd(document, { code: 'page_unreadable', discarded: false })).toBeNull()
    const known = { ...document, chunkRows: [asked, lost, { ...spoilt, discarded: true }] }
    expect(retryCostUsd(known, { code: 'answer_spoilt', discarded: true })).toBeCloseTo(0.001)
    expect(retryCostUsd(known)).toBeCloseTo(retryCostUsd({ ...document, chunkRows: [asked, lost] }) ?? 0)
  })

  it('is free for the local finder, and unknown where pages were lost before chunks', () => {
    expect(retryCostUsd(makeDocument({ chunkRows: [lost], provider: 'offline', estimate: null }))).toBe(0)
    expect(retryCostUsd(makeDocument({ chunkRows: [asked] }))).toBeNull()
  })
})
