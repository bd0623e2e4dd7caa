import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { chunk, errorInfo, failedPage, freshBench, MODEL, must, page, writes } from './builders.ts'

export function testRetries(open: () => Promise<Store>): void {
  describe('retries', () => {
    const bench = freshBench(open)

    it('puts all failed documents back to work where they stopped', async () => {
      const b = bench()
      await b.add('a', 'b', 'c')
      await b.ingest('1')
      await b.store.failDocument('a', 'extraction', errorInfo('reader_crashed'), b.now)
      await b.store.failDocument('b', 'ingestion', errorInfo('file_missing'), b.now)
      await b.store.cancelDocument('c', b.now)
      expect(await b.views.retryDocuments({ documentId: null, phase: null })).toEqual(['a', 'b'])
      expect(await b.store.document('a')).toMatchObject({
        state: 'queued',
        error: null,
        startedAt: null,
        endedAt: null,
      })
      expect(must(await b.store.claim('extraction', null, b.now)).document.id).toBe('a')
      expect(must(await b.store.claim('ingestion', null, b.now)).document.id).toBe('b')
      expect(await b.stateOf('c')).toBe('cancelled')
    })

    it('puts back only those that failed in a phase', async () => {
      const b = bench()
      await b.add('a', 'b')
      await b.ingest('1')
      await b.store.failDocument('a', 'extraction', errorInfo('reader_crashed'), b.now)
      await b.store.failDocument('b', 'ingestion', errorInfo('file_missing'), b.now)
      expect(await b.views.retryDocuments({ documentId: null, phase: 'extraction' })).toEqual(['a'])
      expect(await b.stateOf('b')).toBe('failed')
    })

    it('goes on at the first missing page', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('1')
      const job = must(await b.store.claim('extraction', null, b.now))
      await b.store.savePages(job, { pages: 3, title: null }, [page(1), page(2)], false, b.now)
      await b.store.failDocument('a', 'extraction', errorInfo('reader_crashed'), b.now)
      await b.views.retryDocuments({ documentId: 'a', phase: null })
      expect(await b.store.firstMissingPage('a')).toBe(3)
      expect(must(await b.store.claim('chunking', null, b.now)).document.id).toBe('a')
    })

    it('reads a document without text from its first page', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('1')
      await b.read([page(1, { state: 'scanned', text: '' })])
      expect(await b.stateOf('a')).toBe('failed')
      await b.views.retryDocuments({ documentId: 'a', phase: null })
      expect(await b.store.firstMissingPage('a')).toBe(1)
      await b.read([page(1)])
      await b.cut([chunk(0)])
      expect(await b.finish()).toBe('completed')
    })

    it('asks all chunks of a failed document again', async () => {
      const b = bench()
      await b.prepare('a')
      await b.claimKg()
      for (const row of await b.pending('a')) await b.fail(row)
      await b.store.finishKgDocument('a', b.now)
      expect(await b.views.retryDocuments({ documentId: null, phase: null })).toEqual(['a'])
      expect((await b.pending('a')).map((row) => [row.askedAgain, row.error])).toEqual([
        [true, null],
        [true, null],
      ])
      expect(await b.finish()).toBe('completed')
      await b.views.retryDocuments({ documentId: 'a', phase: 'kg_ingest' })
      expect((await b.pending('a')).map((row) => row.askedAgain)).toEqual([false, false])
    })

    it('goes on with a cancelled document when it is named', async () => {
      const b = bench()
      await b.prepare('a')
      await b.complete(must((await b.pending('a'))[0]))
      await b.store.cancelDocument('a', b.now)
      expect(await b.views.retryDocuments({ documentId: 'a', phase: null })).toEqual(['a'])
      const pending = await b.pending('a')
      expect(pending.map((row) => [row.ordinal, row.askedAgain])).toEqual([[1, false]])
      expect(await b.finish()).toBe('completed')
    })

    it('has nothing to do for a document that is unfinished, whole or unknown', async () => {
      const b = bench()
      await b.whole('a')
      await b.add('b')
      for (const documentId of ['a', 'b', 'nobody']) {
        expect(await b.views.retryDocuments({ documentId, phase: null })).toEqual([])
      }
      expect(await b.views.retryDocuments({ documentId: 'b', phase: 'kg_ingest' })).toEqual([])
    })

    it('makes a phase anew, and keeps the facts until each chunk is replaced', async () => {
      const b = bench()
      await b.whole('a')
      expect(await b.views.retryDocuments({ documentId: 'a', phase: 'kg_ingest' })).toEqual(['a'])
      expect(await b.pending('a')).toHaveLength(2)
      expect(await b.store.graphCounts(null)).toMatchObject({ episodes: 2, relationships: 1 })
      expect(await b.finish()).toBe('completed')
      expect(await b.store.graphCounts(null)).toMatchObject({ episodes: 2, relationships: 1 })
    })

    it('reads all pages anew and asks only for chunks that changed', async () => {
      const b = bench()
      await b.whole('a')
      await b.views.retryDocuments({ documentId: 'a', phase: 'extraction' })
      expect(await b.store.firstMissingPage('a')).toBe(1)
      expect(await b.store.pages('a', 1, 10)).toEqual({ pages: [], complete: false })
      expect(await b.store.claim('chunking', null, b.now)).toBeNull()
      await b.read([page(1)])
      expect((await b.store.pages('a', 1, 10)).pages).toHaveLength(1)
      await b.cut([chunk(0), chunk(1, 'changed')])
      expect((await b.pending('a')).map((row) => row.text)).toEqual(['changed'])
      expect(await b.finish()).toBe('completed')
    })

    it('reads a file anew whose bytes changed between two tries', async () => {
      const b = bench()
      await b.whole('a')
      await b.views.retryDocuments({ documentId: 'a', phase: 'ingestion' })
      expect(await b.ingest('changed bytes')).toEqual({ outcome: 'new' })
      expect(await b.store.firstMissingPage('a')).toBe(1)
      expect(must(await b.views.documentReport('a', 'm')).coverage.text).toBe(0)
      await b.read([page(1)])
      expect(await b.pending('a')).toEqual([])
      await b.cut([chunk(0)])
      // Its text is as it was, and the ledger has its answer; where it stands is committed anew.
      expect((await b.pending('a')).map((row) => [row.text, row.occurrence, row.askedAgain])).toEqual([
        ['chunk 0', 0, false],
      ])
      expect(await b.finish()).toBe('completed')
      expect(await b.store.document('a')).toMatchObject({ sha256: 'changed bytes', pages: 1 })
    })

    it('asks for gaps alone', async () => {
      const b = bench()
      await b.prepare('a')
      await b.claimKg()
      const [one, two] = await b.pending('a')
      await b.complete(must(one))
      await b.fail(must(two))
      await b.store.finishKgDocument('a', b.now)
      await b.whole('whole')
      expect(await b.views.retryGaps({ documentId: 'whole', code: null })).toEqual([])
      expect(await b.views.retryGaps({ documentId: null, code: null })).toEqual(['a'])
      expect(await b.stateOf('a')).toBe('queued')
      expect((await b.pending('a')).map((row) => [row.ordinal, row.askedAgain])).toEqual([[1, true]])
      expect(await b.finish()).toBe('completed')
      expect(must(await b.views.documentReport('a', 'm')).gaps).toEqual([])
      expect(await b.views.retryGaps({ documentId: 'a', code: null })).toEqual([])
    })

    it('asks for one gap of several, and leaves the others as they are', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('1')
      await b.read([page(1), failedPage(2), page(3)])
      await b.cut([chunk(0, 'one'), chunk(1, 'two'), chunk(2, 'three')])
      await b.claimKg()
      const [one, two, three] = await b.pending('a')
      await b.complete(must(one))
      await b.fail(must(two))
      await b.fail(must(three), 'answer_spoilt')
      await b.store.finishKgDocument('a', b.now)
      const codes = async () => must(await b.views.documentReport('a', 'm')).gaps.map(({ code }) => code)
      expect(await b.views.retryGaps({ documentId: 'a', code: 'answer_truncated' })).toEqual([])
      expect(await b.views.retryGaps({ documentId: null, code: 'model_refused' })).toEqual(['a'])
      expect((await b.pending('a')).map((row) => [row.text, row.askedAgain])).toEqual([['two', true]])
      expect(await b.finish()).toBe('completed')
      expect(await codes()).toEqual(['answer_spoilt', 'page_unreadable'])

      expect(await b.views.retryGaps({ documentId: 'a', code: 'page_unreadable' })).toEqual(['a'])
      expect(await b.store.firstMissingPage('a')).toBe(2)
      await b.read([page(2), page(3)])
      await b.cut([chunk(0, 'one'), chunk(1, 'two'), chunk(2, 'three')])
      expect(await b.pending('a')).toEqual([])
      expect(await b.finish()).toBe('completed')
      expect(await codes()).toEqual(['answer_spoilt'])
    })

    it('reads a failed page again', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('1')
      await b.read([page(1), failedPage(2), page(3)])
      await b.cut([chunk(0, 'one'), chunk(1, 'three')])
      await b.finish()
      expect(must(await b.views.documentReport('a', 'm')).gaps).toEqual([
        { pages: [2], ...errorInfo('page_unreadable'), discarded: false },
      ])
      expect((await b.views.runReport(0, MODEL)).gaps).toBe(1)
      expect(await b.views.retryGaps({ documentId: 'a', code: null })).toEqual(['a'])
      expect(await b.store.firstMissingPage('a')).toBe(2)
      await b.read([page(2), page(3)])
      await b.cut([chunk(0, 'one'), chunk(1, 'two'), chunk(2, 'three')])
      const rows = await b.pending('a')
      expect(rows.map((row) => row.text)).toEqual(['two', 'three'])
      for (const row of rows) await b.complete(row, writes(`e ${row.ordinal}`))
      expect(await b.finish()).toBe('completed')
      expect(must(await b.views.documentReport('a', 'm')).gaps).toEqual([])
    })
  })
}
