import { describe, expect, it } from 'vitest'
import type { Letter } from '../../../../src-shared/contract/schemas.ts'
import type { ChunkRow, Store } from '../../ports.ts'
import { type Bench, chunk, errorInfo, failedPage, freshBench, MODEL, must, newCall, page, reply } from './builders.ts'

const ALL: Parameters<Bench['views']['letters']>[0] = {
  documentId: null,
  discarded: false,
  cursor: null,
  limit: 1000,
  model: MODEL,
}

/** What letters are of: "bad", "lossy p. 2", "lossy #1". */
function names(letters: readonly Letter[]): string[] {
  return letters.map(({ kind, documentId, pages, chunk }) => {
    if (kind === 'document') return documentId
    return kind === 'page' ? `${documentId} p. ${pages[0]}` : `${documentId} #${chunk}`
  })
}

async function spoil(b: Bench, row: ChunkRow, text: string): Promise<void> {
  const call = await b.store.markSent(newCall(row.documentId, row.id), b.now)
  await b.store.recordAnswer(call, reply(text), 250, b.now)
  await b.store.judgeSpoilt(call, 'schema', b.now)
}

/** One that failed; one completed that lost page 2, and chunks 1, 2 for one reason and 3 for another; and a whole one. */
async function lossy(b: Bench): Promise<void> {
  await b.add('bad')
  await b.store.failDocument('bad', 'ingestion', errorInfo('file_missing'), b.now)
  await b.add('lossy')
  await b.ingest('1')
  await b.read([page(1), failedPage(2), page(3)])
  await b.cut([chunk(0), chunk(1), chunk(2), chunk(3)])
  await b.claimKg()
  const rows = await b.pending('lossy')
  await b.complete(must(rows[0]))
  await spoil(b, must(rows[1]), 'first try')
  await spoil(b, must(rows[1]), 'second try')
  await b.fail(must(rows[1]), 'answer_spoilt')
  await b.fail(must(rows[2]), 'answer_spoilt')
  await b.fail(must(rows[3]), 'model_refused')
  await b.store.finishKgDocument('lossy', b.now)
  await b.whole('whole')
}

export function testLetters(open: () => Promise<Store>): void {
  describe('dead letters', () => {
    const bench = freshBench(open)
    const list = async (b: Bench, more: Partial<typeof ALL> = {}) => b.views.letters({ ...ALL, ...more })
    const waiting = async (b: Bench) => names((await list(b)).letters)
    const discarded = async (b: Bench) => names((await list(b, { discarded: true })).letters)
    const gaps = async (b: Bench, id = 'lossy') =>
      must(await b.views.documentReport(id, MODEL)).gaps.map((gap) => [gap.code, gap.pages, gap.discarded])
    const needs = async (b: Bench) => {
      const { documentsLossy, letters } = await b.store.queueTotals()
      return [documentsLossy, letters]
    }

    it('tell what, why, since when and what it cost, answers of no use included', async () => {
      const b = bench()
      await lossy(b)
      const { letters, total, cursor } = await list(b)
      expect([names(letters), total, cursor]).toEqual([
        ['bad', 'lossy p. 2', 'lossy #1', 'lossy #2', 'lossy #3'],
        5,
        null,
      ])
      const none = { costUsd: 0, spoiltUsd: 0, answer: false, discarded: false }
      expect(letters[0]).toMatchObject({
        ...none,
        name: 'bad.pdf',
        phase: 'ingestion',
        pages: [],
        error: errorInfo('file_missing'),
        since: (await b.store.document('bad'))?.endedAt,
        estimate: null,
      })
      const phases = await b.store.phaseReports('lossy')
      const readAt = phases.find(({ phase }) => phase === 'extraction')?.completedAt
      expect(letters[1]).toMatchObject({
        ...none,
        phase: 'extraction',
        since: readAt,
        error: errorInfo('page_unreadable'),
      })
      expect(letters[2]).toMatchObject({
        phase: 'kg_ingest',
        pages: [2],
        error: errorInfo('answer_spoilt'),
        costUsd: 0.0005,
        spoiltUsd: 0.0005,
        calls: { answered: 2, refused: 0, unknown: 0, reused: 0 },
        answer: true,
        estimate: { input: 1000, output: 500 },
      })
      expect(letters[2]?.since).toBeGreaterThan(must(readAt))
      expect((await b.store.chunkDetail('lossy', 1))?.answer).toBe('second try')
      expect(letters[3]).toMatchObject({ ...none, estimate: { input: 1000, output: 500 } })
      expect(await needs(b)).toEqual([2, 5])
      expect((await b.views.queueRows(true, MODEL)).map((row) => [row.id, row.letters])).toEqual([
        ['bad', 1],
        ['lossy', 4],
        ['whole', 0],
      ])
    })

    it('are the same in pages of any length, and of one document', async () => {
      const b = bench()
      await lossy(b)
      const { letters } = await list(b)
      for (const limit of [1, 2, 3, 4]) {
        const paged: Letter[] = []
        let cursor: string | null = null
        do {
          const some: Awaited<ReturnType<typeof list>> = await list(b, { limit, cursor })
          expect(some.letters.length).toBeLessThanOrEqual(limit)
          paged.push(...some.letters)
          cursor = some.cursor
        } while (cursor !== null)
        expect(paged).toEqual(letters)
      }
      const own = await list(b, { documentId: 'lossy' })
      expect([names(own.letters), own.total]).toEqual([names(letters).slice(1), 4])
      expect(await list(b, { documentId: 'whole' })).toEqual({ letters: [], cursor: null, total: 0 })
    })

    it('are of what has ended, and is not deleted', async () => {
      const b = bench()
      await b.prepare('a')
      await b.claimKg()
      await b.fail(must((await b.pending('a'))[0]))
      expect(await waiting(b)).toEqual([])
      await b.finish()
      expect(await waiting(b)).toEqual(['a #0'])
      await b.store.deleteDocument('a', b.now)
      expect([await waiting(b), await needs(b)]).toEqual([[], [0, 0]])
    })

    it('one is discarded: it waits no longer, and is a gap all the same', async () => {
      const b = bench()
      await lossy(b)
      expect(await b.views.discardLetters({ documentId: 'lossy', chunk: 1 })).toEqual([
        { documentId: 'lossy', letters: 1 },
      ])
      expect(await b.views.discardLetters({ documentId: 'lossy', chunk: 1 })).toEqual([])
      expect(await waiting(b)).toEqual(['bad', 'lossy p. 2', 'lossy #2', 'lossy #3'])
      expect(await discarded(b)).toEqual(['lossy #1'])
      expect(await gaps(b)).toEqual([
        ['answer_spoilt', [2], true],
        ['answer_spoilt', [3], false],
        ['model_refused', [4], false],
        ['page_unreadable', [2], false],
      ])
      const report = must(await b.views.documentReport('lossy', MODEL))
      expect(report.chunks).toMatchObject({ completed: 1, failed: 3 })
      expect(report.chunkRows.map((row) => row.discarded)).toEqual([false, true, false, false])
      expect(await b.store.queueRowsOf(['lossy'], MODEL)).toMatchObject([{ gaps: 4, letters: 3 }])
      expect(await needs(b)).toEqual([2, 4])
    })

    it('of one code, and all that are left', async () => {
      const b = bench()
      await lossy(b)
      const discardAll = b.views.discardLetters
      expect(await discardAll({ documentId: null, code: 'answer_spoilt' })).toEqual([
        { documentId: 'lossy', letters: 2 },
      ])
      expect(await discardAll({ documentId: null })).toEqual([
        { documentId: 'bad', letters: 1 },
        { documentId: 'lossy', letters: 2 },
      ])
      expect([await waiting(b), await needs(b)]).toEqual([[], [0, 0]])
      expect((await list(b, { discarded: true })).total).toBe(5)
      expect((await b.views.runReport(0, MODEL)).gaps).toBe(3)
    })

    it('a failed document that is discarded stays failed, and is retried only when it is named', async () => {
      const b = bench()
      await lossy(b)
      expect(await b.views.discardLetters({ documentId: 'bad', chunk: 0 })).toEqual([])
      expect(await b.views.discardLetters({ documentId: 'bad', code: 'file_empty' })).toEqual([])
      await b.views.discardLetters({ documentId: 'bad' })
      expect(must(await b.views.documentReport('bad', MODEL))).toMatchObject({ state: 'failed', discarded: true })
      expect(await b.views.retryDocuments({ documentId: null, phase: null })).toEqual([])
      expect(await b.views.retryDocuments({ documentId: null, phase: 'ingestion' })).toEqual([])
      expect(await b.views.retryDocuments({ documentId: null, phase: null, discarded: true })).toEqual(['bad'])
      expect(must(await b.views.documentReport('bad', MODEL))).toMatchObject({ state: 'queued', discarded: false })
      await b.store.failDocument('bad', 'ingestion', errorInfo('file_missing'), b.now)
      expect(await waiting(b)).toContain('bad')
    })

    it('one chunk among several of the same code is asked alone, discarded or not', async () => {
      const b = bench()
      await lossy(b)
      await b.views.discardLetters({ documentId: 'lossy', chunk: 2 })
      expect(await b.views.retryGaps({ documentId: 'lossy', chunk: 0 })).toEqual([])
      for (const ordinal of [1, 2]) {
        expect(await b.views.retryGaps({ documentId: 'lossy', chunk: ordinal, discarded: null })).toEqual(['lossy'])
        expect((await b.pending('lossy')).map((row) => [row.ordinal, row.askedAgain])).toEqual([[ordinal, true]])
        expect(await b.finish()).toBe('completed')
      }
      expect(await waiting(b)).toEqual(['bad', 'lossy p. 2', 'lossy #3'])
      expect(await discarded(b)).toEqual([])
    })

    it('a retry of all leaves the discarded alone, and one of the discarded the others', async () => {
      const b = bench()
      await lossy(b)
      await b.views.discardLetters({ documentId: 'lossy', code: 'answer_spoilt' })
      await b.views.discardLetters({ documentId: 'lossy', page: 2 })
      expect(await b.views.retryGaps({ documentId: null, discarded: true, code: 'answer_spoilt' })).toEqual(['lossy'])
      expect((await b.pending('lossy')).map((row) => row.ordinal)).toEqual([1, 2])
      await b.claimKg()
      for (const row of await b.pending('lossy')) await b.fail(row, 'answer_spoilt')
      await b.store.finishKgDocument('lossy', b.now)
      expect(await waiting(b)).toEqual(['bad', 'lossy #1', 'lossy #2', 'lossy #3'])
      await b.views.discardLetters({ documentId: 'lossy', chunk: 1 })
      expect(await b.views.retryGaps({ documentId: null })).toEqual(['lossy'])
      expect((await b.pending('lossy')).map((row) => row.ordinal)).toEqual([2, 3])
      expect(await b.finish()).toBe('completed')
      expect(await discarded(b)).toEqual(['lossy p. 2', 'lossy #1'])
    })

    it('a discarded page that is read again with one before it stays discarded, unless it can be read', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('1')
      await b.read([failedPage(1), failedPage(2), failedPage(3), page(4)])
      await b.cut([chunk(0)])
      await b.finish()
      for (const number of [2, 3]) await b.views.discardLetters({ documentId: 'a', page: number })
      expect(await b.views.retryGaps({ documentId: 'a', page: 1, discarded: null })).toEqual(['a'])
      await b.read([page(1), failedPage(2), page(3), page(4)])
      await b.cut([chunk(0)])
      await b.finish()
      expect([await waiting(b), await discarded(b)]).toEqual([[], ['a p. 2']])
      expect(await gaps(b, 'a')).toEqual([['page_unreadable', [2], true]])
      expect(await b.views.retryGaps({ documentId: 'a', page: 2, discarded: null })).toEqual(['a'])
      await b.read([failedPage(2), page(3), page(4)])
      await b.cut([chunk(0)])
      await b.finish()
      expect([await waiting(b), await discarded(b)]).toEqual([['a p. 2'], []])
    })
  })
}
