import { describe, expect, it } from 'vitest'
import { errorOf, makeRow, NOW } from '../testing/rows.ts'
import { makeProgress } from '../testing/situations.ts'
import { makeWindow } from '../testing/window.ts'
import { rowText, type RowContext } from './row-text.ts'

const DONE = ['completed', 'completed', 'completed'] as const
const some = { total: 326, completed: 187, failed: 1, cancelled: 0 }
const asked = makeRow({ id: 'a', state: 'processing', phase: 'kg_ingest', chunks: some }, [...DONE, 'processing'])
const current = {
  documentId: 'a',
  name: 'a.pdf',
  phase: 'kg_ingest' as const,
  chunksDone: 187,
  chunksTotal: 326,
  pagesDone: 1,
  pages: 1,
}
const slot = {
  kind: 'output tokens',
  text: '',
  since: NOW,
  until: NOW + 3500,
  error: null,
  needsPerson: false,
} as const
const context = (over: Partial<RowContext> = {}): RowContext => ({
  progress: makeProgress({ current }),
  window: makeWindow('open'),
  paused: { all: false, phases: [], finishing: null },
  ahead: 0,
  reading: false,
  now: NOW,
  ...over,
})
const lines = (...args: Parameters<typeof rowText>) => {
  const { main, detail, tone } = rowText(...args)
  return `${tone}: ${main} / ${detail}`
}

describe('the document whose chunks are asked', () => {
  it('tells the chunk and the calls in flight', () =>
    expect(lines(asked, context())).toBe('accent: asking chunk 189 / 1 call in flight'))
  it('asks nobody without a model', () =>
    expect(lines({ ...asked, provider: 'offline' }, context())).toBe(
      'accent: finding names in chunk 189 / on this computer',
    ))
  it('tells the wait for the next slot', () =>
    expect(lines(asked, context({ progress: makeProgress({ current, waitReason: slot }) }))).toBe(
      'accent: output tokens: 4 s / 1 call in flight',
    ))
  it('tells what holds the lane', () => {
    const waitReason = { ...slot, kind: 'service', until: null, error: errorOf('key_rejected', '') } as const
    const held = context({ progress: makeProgress({ current, waitReason }), window: makeWindow('held') })
    expect(lines(asked, held)).toMatch(/^waiting: held: key rejected \/ since \d\d:\d\d, no call in flight$/)
  })
  it('is finished before a pause, while the others stand still', () => {
    const paused = { all: true, phases: [], finishing: 'a' }
    const waits = makeRow({ id: 'b', state: 'waiting', phase: 'kg_ingest', chunks: some }, [...DONE, 'pending'])
    expect(lines(asked, context({ paused }))).toBe('accent: asking chunk 189 / then the queue pauses')
    expect(lines(waits, context({ paused }))).toBe('paused: paused / until you resume')
  })
  it('lets its call land when a person pauses', () =>
    expect(lines(asked, context({ paused: { all: true, phases: [], finishing: null } }))).toBe(
      'paused: paused / 1 call in flight will land',
    ))
})

describe('a document that waits', () => {
  it('says how many stand before it once it is ready', () => {
    const ready = makeRow({ id: 'b', state: 'waiting', phase: 'kg_ingest', chunks: some }, [...DONE, 'pending'])
    expect(lines(ready, context({ ahead: 2 }))).toBe('neutral: its turn / ready, 2 documents before it')
  })
  it('is held back while enough is read ahead', () => {
    const back = makeRow({ id: 'c', phase: 'extraction' }, ['completed', 'pending'])
    expect(lines(back, context({ ahead: 5 }))).toBe('neutral: back-pressure / enough is read ahead')
  })
  it('waits for the reader while that reads another', () => {
    const next = makeRow({ id: 'c', phase: 'extraction' }, ['completed', 'pending'])
    expect(lines(next, context({ ahead: 1, reading: true }))).toBe('neutral: its turn / 1 document before it')
  })
  it('names the phase that is paused', () => {
    const back = makeRow({ id: 'c', phase: 'extraction' }, ['completed', 'pending'])
    expect(lines(back, context({ paused: { all: false, phases: ['extraction'], finishing: null } }))).toBe(
      'paused: Extraction is paused / until you resume',
    )
  })
})

describe('a document that is read', () => {
  it.each([
    [makeRow({ id: 'd', phase: 'ingestion' }, ['processing']), 'hashing and copying'],
    [makeRow({ id: 'd', pages: 438, pagesDone: 310 }, ['completed', 'processing']), 'reading page 311'],
    [makeRow({ id: 'd', pages: 438, pagesDone: 438 }, ['completed', 'completed', 'processing']), 'cutting into chunks'],
  ])('says where it is', (row, main) => expect(lines(row, context())).toBe(`neutral: ${main} / on this computer`))
})

describe('a document that has ended', () => {
  const end = { endedAt: NOW }
  it('tells its gaps', () =>
    expect(rowText(makeRow({ id: 'e', state: 'completed', gaps: 3, ...end }), context()).main).toBe(
      'completed, 3 gaps',
    ))
  it('tells its error', () => {
    const error = errorOf('pdf_encrypted', 'expected an open PDF, it asks for a password')
    const row = makeRow({ id: 'e', state: 'failed', error, ...end })
    expect(lines(row, context())).toMatch(/^failed: pdf encrypted \/ ended \d\d:\d\d$/)
    expect(rowText(row, context()).whole).toBe(
      'Expected an open PDF, it asks for a password. Save a copy without the password and add that.',
    )
  })
  it('needs nobody where what it lost is discarded, and says so', () => {
    const row = makeRow({ id: 'e', state: 'completed', gaps: 1, letters: 0, ...end })
    expect(rowText(row, context())).toMatchObject({ tone: 'neutral', main: 'completed, 1 gap discarded' })
    const error = errorOf('pdf_encrypted', 'it asks for a password')
    expect(lines(makeRow({ id: 'e', state: 'failed', letters: 0, error, ...end }), context())).toMatch(
      /^neutral: pdf encrypted \/ ended \d\d:\d\d, discarded$/,
    )
  })
  it('is not called paused', () =>
    expect(
      rowText(
        makeRow({ id: 'e', state: 'completed', ...end }),
        context({ paused: { all: true, phases: [], finishing: null } }),
      ).main,
    ).toBe('completed'))
  it('says that no model read it', () => {
    const half = makeRow({ id: 'e', state: 'completed', provider: 'offline', costUsd: 5, ...end })
    expect(rowText(half, context()).detail).toMatch(/^ended .*, in part without a model$/)
    expect(rowText(makeRow({ id: 'e', state: 'completed', provider: 'offline', ...end }), context()).detail).toMatch(
      /^ended .*, without a model$/,
    )
  })
})
