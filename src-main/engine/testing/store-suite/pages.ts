import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { errorInfo, failedPage, freshBench, must, newDocument, page } from './builders.ts'

const INFO = { pages: 3, title: 'A title' }

export function testPages(open: () => Promise<Store>): void {
  describe('pages', () => {
    const bench = freshBench(open)

    async function reading() {
      const b = bench()
      await b.add('a')
      await b.ingest('x')
      return { b, store: b.store, job: must(await b.store.claim('extraction', null, b.now)) }
    }

    it('keeps them as they come, and lets chunking begin with the first', async () => {
      const { b, store, job } = await reading()
      expect(await store.firstMissingPage('a')).toBe(1)
      expect(await store.claim('chunking', null, b.now)).toBeNull()
      await store.savePages(job, INFO, [page(1, { label: 'iv' })], false, b.now)
      expect(await store.firstMissingPage('a')).toBe(2)
      expect(await store.pages('a', 1, 10)).toEqual({ pages: [page(1, { label: 'iv' })], complete: false })
      expect(await store.document('a')).toMatchObject({ pages: 3, title: 'A title' })
      expect(must(await store.claim('chunking', null, b.now)).document.id).toBe('a')
      await store.savePages(job, INFO, [page(2), page(3)], true, b.now)
      expect(await store.pages('a', 2, 1)).toEqual({ pages: [page(2)], complete: true })
      expect((await b.views.jobs({ phase: 'extraction', limit: 9 })).jobs[0]?.status).toBe('completed')
    })

    it('takes the same pages twice', async () => {
      const { b, store, job } = await reading()
      await store.savePages(job, INFO, [page(1), page(2)], false, b.now)
      await store.savePages(job, INFO, [page(1), page(2)], false, b.now)
      await store.savePages(job, INFO, [page(2), page(3)], true, b.now)
      const report = must(await b.views.documentReport('a', 'm'))
      expect(report.coverage).toEqual({ text: 3, empty: 0, scanned: 0, recognised: 0, failed: 0 })
      expect((await store.pages('a', 1, 10)).pages.map((one) => one.number)).toEqual([1, 2, 3])
    })

    it('counts each page in its state; those without text are no gap', async () => {
      const { b, store, job } = await reading()
      const pages = [page(1, { state: 'scanned', text: '' }), page(2), page(3, { state: 'empty', text: '' })]
      await store.savePages(job, INFO, pages, true, b.now)
      await b.cut([])
      expect(await b.finish()).toBe('completed')
      const report = must(await b.views.documentReport('a', 'm'))
      expect(report.coverage).toEqual({ text: 1, empty: 1, scanned: 1, recognised: 0, failed: 0 })
      expect(report.gaps).toEqual([])
    })

    it('fails a document in which no page has text', async () => {
      const { b, store, job } = await reading()
      const pages = [page(1, { state: 'scanned', text: '' }), page(2, { state: 'scanned', text: '' }), failedPage(3)]
      await store.savePages(job, INFO, pages, true, b.now)
      const document = must(await store.document('a'))
      expect(document).toMatchObject({ state: 'failed', error: { code: 'pdf_no_text' } })
      expect(document.error?.message).toMatch(/2 scanned, 0 empty and 1 unreadable/)
      expect(await store.claim('chunking', null, b.now)).toBeNull()
    })

    it('goes on with recognised text alone', async () => {
      const { b, store, job } = await reading()
      await store.savePages(job, INFO, [page(1, { state: 'recognised' })], true, b.now)
      expect(await b.stateOf('a')).toBe('waiting')
    })

    it('keeps nothing for a document that was cancelled meanwhile', async () => {
      const { b, store, job } = await reading()
      await store.cancelDocument('a', b.now)
      await store.savePages(job, INFO, [page(1)], true, b.now)
      expect(await b.stateOf('a')).toBe('cancelled')
      expect(await store.claim('chunking', null, b.now)).toBeNull()
    })

    it('keeps a parked chunking job aside until more pages are saved', async () => {
      const { b, store, job } = await reading()
      await store.savePages(job, INFO, [page(1)], false, b.now)
      const chunking = must(await store.claim('chunking', null, b.now))
      await store.parkJob(chunking)
      expect(await store.claim('chunking', null, b.now)).toBeNull()
      expect(await store.nextDue('chunking', b.now)).toBeNull()
      await store.savePages(job, INFO, [page(2)], false, b.now)
      expect(must(await store.claim('chunking', null, b.now)).id).toBe(chunking.id)
      await store.parkJob(chunking)
      await store.savePages(job, INFO, [], true, b.now)
      expect(must(await store.claim('chunking', null, b.now)).id).toBe(chunking.id)
      await store.parkJob(chunking)
      await store.recover(b.now)
      expect(must(await store.claim('chunking', null, b.now)).id).toBe(chunking.id)
      await store.parkJob(chunking)
      await store.releaseJob(chunking)
      expect(must(await store.claim('chunking', null, b.now)).id).toBe(chunking.id)
    })

    it('counts documents that were read and are not in the graph yet', async () => {
      const b = bench()
      await b.add('a', 'b', 'c', newDocument('d', { priority: 'low' }))
      await b.ingest('1')
      await b.ingest('2')
      await b.ingest('3')
      expect(await b.store.lookahead()).toBe(0)
      await b.read()
      const second = must(await b.store.claim('extraction', null, b.now))
      await b.store.savePages(second, INFO, [page(1)], false, b.now)
      expect(await b.store.lookahead()).toBe(2)
      await b.store.delayJob(second, errorInfo('reader_crashed'), b.now + 1_000_000, b.now)
      expect(await b.store.lookahead()).toBe(1)
      await b.read()
      expect(await b.store.lookahead()).toBe(2)
      await b.store.failDocument('c', 'chunking', errorInfo('internal'), b.now)
      expect(await b.store.lookahead()).toBe(1)
      await b.cut()
      expect(await b.store.lookahead()).toBe(1)
      await b.finish()
      expect(await b.store.lookahead()).toBe(0)
    })
  })
}
