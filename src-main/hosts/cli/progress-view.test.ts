import { describe, expect, it } from 'vitest'
import type { Progress } from '../../../src-shared/contract/events.ts'
import { createProgressView, progressLine } from './progress-view.ts'

const progress: Progress = {
  state: 'running',
  waitReason: null,
  paused: { all: false, phases: [], finishing: null },
  provider: 'anthropic',
  current: {
    documentId: 'd',
    name: 'annual-report-of-the-company-2019-final.pdf',
    phase: 'kg_ingest',
    chunksDone: 12,
    chunksTotal: 40,
    pagesDone: 90,
    pages: 90,
  },
  documentsLeft: 3,
  documentsEnded: 1,
  chunksLeft: 60,
  utilisationPct: 71.4,
  tokensPerMinute: 30_400,
  tokens: 912_000,
  costUsd: 0.61,
  etaMs: 240_000,
  msPerChunk: 4000,
  documentsWorking: 1,
  documentsLossy: 0,
  letters: 0,
  today: { costUsd: 0.61, refused: 0, paidTwice: 0, unknown: 0 },
  waitingCostUsd: 0.2,
}

function terminal(isTTY: boolean) {
  const written: string[] = []
  return { written, isTTY, columns: 100, write: (text: string) => written.push(text) }
}

describe('progressLine', () => {
  it('says position, chunks, pace, cost and time left', () => {
    expect(progressLine(progress, 200, 0)).toBe(
      '[###-------] 2 of 4 · annual-report-of-the-company-2019-final.pdf · 12 of 40 chunks · ' +
        '≈ 4 min left · 912,000 tokens · $0.61 · 30,400/min · 71 % of the limit',
    )
  })

  it('fits any width: the name is cut in the middle first', () => {
    const line = progressLine(progress, 140, 0)
    expect(line.length).toBeLessThan(140)
    expect(line).toContain('…')
    expect(line).toContain('final.pdf')
    expect(progressLine(progress, 40, 0).length).toBeLessThan(40)
  })

  it('gives the reason for a wait, with its time', () => {
    const waitReason = { kind: 'input tokens', since: 0, until: 5000, error: null, needsPerson: false } as const
    const line = progressLine({ ...progress, waitReason: { ...waitReason, text: 'waits for input tokens' } }, 200, 1000)
    expect(line).toMatch(/chunks · waits for input tokens: 4 s · ≈/)
  })
})

describe('createProgressView', () => {
  it('redraws one line on a terminal and leaves it empty', () => {
    const screen = terminal(true)
    const view = createProgressView(screen, { ci: false, endedBefore: 0 })
    view.progress(progress)
    view.end()
    expect(screen.written.every((text) => text.startsWith('\r\u001b[2K'))).toBe(true)
    expect(screen.written.join('')).not.toContain('\n')
  })

  it('writes plain lines elsewhere: at a change of state, and a sign of life every 5 s', () => {
    for (const screen of [terminal(false), terminal(true)]) {
      let now = 0
      const view = createProgressView(screen, { ci: screen.isTTY, endedBefore: 1, now: () => now })
      view.progress(progress)
      view.progress(progress)
      now = 4999
      view.progress(progress)
      expect(screen.written).toEqual([expect.stringContaining('] 1 of 3 · ')])
      now = 5000
      view.progress(progress)
      view.progress({ ...progress, state: 'waiting' })
      view.activity({ seq: 1, at: 0, kind: 'x', documentId: null, text: 'a.pdf completed' })
      expect(screen.written).toHaveLength(4)
      expect(screen.written.every((text) => /^[^\u001b\r]*\n$/.test(text))).toBe(true)
    }
  })
})
