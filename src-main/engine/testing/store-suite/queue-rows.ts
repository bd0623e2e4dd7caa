import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { chunk, errorInfo, failedPage, freshBench, MODEL, must, newCall, newDocument, page, reply } from './builders.ts'

export function testQueueRows(open: () => Promise<Store>): void {
  describe('queue rows', () => {
    const bench = freshBench(open)

    it('tell each phase, and what has been read and paid so far', async () => {
      const b = bench()
      const added = b.now + 1000
      await b.add(newDocument('a', { group: 'other', priority: 'high', bytes: 70 }))
      const row = async () => must((await b.store.queueRowsOf(['a'], MODEL))[0])
      expect(await row()).toEqual({
        id: 'a',
        name: 'a.pdf',
        state: 'queued',
        phase: 'ingestion',
        phases: { ingestion: 'pending', extraction: null, chunking: null, kg_ingest: null },
        position: 1,
        priority: 'high',
        provider: null,
        group: 'other',
        bytes: 70,
        addedAt: added,
        endedAt: null,
        pages: null,
        pagesDone: 0,
        chunks: { total: 0, completed: 0, failed: 0, cancelled: 0 },
        gaps: 0,
        letters: 0,
        costUsd: 0,
        estimate: null,
        error: null,
      })
      await b.ingest('x')
      const job = must(await b.store.claim('extraction', null, b.now))
      await b.store.savePages(job, { pages: 3, title: null }, [page(1), page(2)], false, b.now)
      expect(await row()).toMatchObject({
        state: 'processing',
        phase: 'extraction',
        phases: { ingestion: 'completed', extraction: 'processing', chunking: 'pending', kg_ingest: null },
        provider: 'anthropic',
        pages: 3,
        pagesDone: 2,
      })
      await b.store.releaseJob(job)
      expect(await row()).toMatchObject({ state: 'waiting', phase: 'extraction' })
      await b.read([page(3)])
      await b.cut([chunk(0), chunk(1)])
      await b.claimKg()
      const [one, two] = (await b.pending('a')).map(must)
      const call = await b.store.markSent(newCall('a', must(one).id), b.now)
      await b.store.recordAnswer(call, reply('x'), 250, b.now)
      expect(await row()).toMatchObject({ costUsd: 0.00025, pagesDone: 3, endedAt: null })
      await b.complete(must(one))
      await b.fail(must(two))
      const endedAt = b.now
      await b.store.finishKgDocument('a', endedAt)
      expect(await row()).toMatchObject({
        state: 'completed',
        phase: null,
        phases: { ingestion: 'completed', extraction: 'completed', chunking: 'completed', kg_ingest: 'completed' },
        position: null,
        endedAt,
        gaps: 1,
        chunks: { total: 2, completed: 1, failed: 1 },
      })
    })

    it('count gaps as the report groups them', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('x')
      await b.read([page(1), failedPage(2), failedPage(3)])
      await b.cut([chunk(0), chunk(1), chunk(2), chunk(3)])
      const rows = await b.pending('a')
      await b.complete(must(rows[0]))
      await b.fail(must(rows[1]), 'model_refused')
      await b.fail(must(rows[2]), 'model_refused')
      await b.fail(must(rows[3]), 'answer_spoilt')
      expect((await b.views.queueRows(true, MODEL))[0]?.gaps).toBe(0)
      await b.claimKg()
      await b.store.finishKgDocument('a', b.now)
      const { gaps } = must(await b.views.documentReport('a', MODEL))
      expect(gaps).toHaveLength(3)
      expect((await b.views.queueRows(true, MODEL))[0]?.gaps).toBe(3)
      expect((await b.store.queueTotals()).documentsLossy).toBe(1)
    })

    it('of one document tell the phases in which it could go on', async () => {
      const b = bench()
      const open = () => b.store.openPhases('a')
      await b.add('a', 'b')
      expect(await open()).toEqual(['ingestion'])
      await b.ingest('sha of a')
      const extraction = must(await b.store.claim('extraction', null, b.now))
      expect(await open()).toEqual(['extraction'])
      await b.store.savePages(extraction, { pages: 2, title: null }, [page(1)], false, b.now)
      const chunking = must(await b.store.claim('chunking', null, b.now))
      await b.store.saveChunks(chunking, [chunk(0)], '', false, b.now)
      expect(await open()).toEqual(['extraction', 'chunking', 'kg_ingest'])
      // Nothing to cut before more is read, nothing to ask before more is cut.
      await b.store.parkJob(chunking)
      const { job } = await b.claimKg()
      await b.complete(must((await b.pending('a'))[0]))
      await b.store.releaseJob(job)
      expect(await open()).toEqual(['extraction'])
      await b.store.cancelDocument('a', b.now)
      expect(await open()).toEqual([])
    })

    it('are the same one by one as in the whole queue, in the order asked', async () => {
      const b = bench()
      await b.whole('done')
      await b.prepare('begun')
      await b.add('n1', newDocument('h1', { priority: 'high' }), newDocument('l1', { priority: 'low' }), 'n2')
      await b.add(newDocument('h2', { priority: 'high' }), 'gone', 'bad')
      await b.store.deleteDocument('gone', b.now)
      await b.store.failDocument('bad', 'ingestion', errorInfo('file_missing'), b.now)
      const all = await b.views.queueRows(true, MODEL)
      expect(all.map((row) => row.position)).toEqual([1, 2, 3, 4, 5, 6, null, null])
      for (const ids of [all.map((row) => row.id), all.map((row) => row.id).toReversed(), ['l1', 'h2'], ['bad']]) {
        const expected = ids.map((id) => all.find((row) => row.id === id))
        expect(await b.store.queueRowsOf([...ids, 'gone', 'nobody'], MODEL)).toEqual(expected)
      }
      expect(await b.store.queueRowsOf([], MODEL)).toEqual([])
      const unplaced = await b.store.queueRowsOf(['l1', 'bad'], MODEL, false)
      expect(unplaced.map((row) => row.position)).toEqual([0, null])
    })
  })

  describe('queue totals', () => {
    const bench = freshBench(open)

    it('count what works, what is lossy, and the tokens that a model will be asked', async () => {
      const b = bench()
      const totals = async () => {
        const { documentsWorking: working, documentsLossy: lossy, waiting } = await b.store.queueTotals()
        return [working, lossy, waiting.input, waiting.output]
      }
      expect(await totals()).toEqual([0, 0, 0, 0])
      await b.prepare('a', [chunk(0), chunk(1), chunk(2)])
      expect(await totals()).toEqual([0, 0, 3000, 1500])
      await b.claimKg()
      await b.complete(must((await b.pending('a'))[0]))
      expect(await totals()).toEqual([1, 0, 2000, 1000])
      await b.fail(must((await b.pending('a'))[0]))
      await b.complete(must((await b.pending('a'))[0]))
      await b.store.finishKgDocument('a', b.now)
      expect(await totals()).toEqual([0, 1, 0, 0])
      await b.views.retryGaps({ documentId: 'a', code: null })
      expect(await totals()).toEqual([0, 0, 1000, 500])
      await b.store.cancelDocument('a', b.now)
      expect(await totals()).toEqual([0, 0, 0, 0])
      await b.prepare('o', [chunk(0)], 'offline')
      await b.add('bad')
      await b.store.claim('ingestion', null, b.now)
      expect(await totals()).toEqual([1, 0, 0, 0])
      await b.store.failDocument('bad', 'ingestion', errorInfo('file_missing'), b.now)
      expect(await totals()).toEqual([0, 1, 0, 0])
      await b.store.deleteDocument('bad', b.now)
      expect(await totals()).toEqual([0, 0, 0, 0])
    })
  })
}
