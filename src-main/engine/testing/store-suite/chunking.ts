import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { chunk, freshBench, must, writes } from './builders.ts'

export function testChunking(open: () => Promise<Store>): void {
  describe('chunks', () => {
    const bench = freshBench(open)

    async function cutting() {
      const b = bench()
      await b.add('a')
      await b.ingest('x')
      await b.read()
      return { b, store: b.store, job: must(await b.store.claim('chunking', null, b.now)) }
    }

    it('keeps chunks and where the next one starts', async () => {
      const { b, store, job } = await cutting()
      await store.saveChunks(job, [chunk(0), chunk(1)], 'here', false, b.now)
      await store.releaseJob(job)
      expect(must(await store.claim('chunking', null, b.now)).checkpoint).toBe('here')
      const rows = await store.pendingChunks('a', -1, 10)
      expect(rows).toMatchObject([chunk(0), chunk(1)])
      expect(rows[0]).toMatchObject({ documentId: 'a', state: 'pending', error: null, askedAgain: false })
      expect(await store.pendingChunks('a', 0, 10)).toHaveLength(1)
      expect(await store.pendingChunks('a', -1, 1)).toHaveLength(1)
    })

    it('lets the graph phase begin with the first chunk', async () => {
      const { b, store, job } = await cutting()
      expect(await store.claimKgDocument('anthropic', null, b.now)).toBeNull()
      await store.saveChunks(job, [chunk(0)], 'c', false, b.now)
      expect(must(await store.claimKgDocument('anthropic', null, b.now)).document.id).toBe('a')
    })

    it('keeps the state of a chunk whose place holds the same text', async () => {
      const { b, store, job } = await cutting()
      await store.saveChunks(job, [chunk(0), chunk(1)], 'c', false, b.now)
      const [first] = await b.pending('a')
      await b.complete(must(first))
      await store.saveChunks(job, [chunk(0), chunk(1)], 'c', true, b.now)
      expect((await b.pending('a')).map((row) => row.ordinal)).toEqual([1])
      expect(await store.graphCounts(null)).toMatchObject({ episodes: 1 })
    })

    it('replaces a chunk whose text is another, and what it had written', async () => {
      const { b, store, job } = await cutting()
      await store.saveChunks(job, [chunk(0), chunk(1)], 'c', false, b.now)
      for (const row of await b.pending('a')) await b.complete(row)
      await store.saveChunks(job, [chunk(0, 'another text')], 'c', false, b.now)
      expect((await b.pending('a')).map((row) => row.text)).toEqual(['another text'])
      expect(await store.graphCounts(null)).toMatchObject({ episodes: 1, entities: 2, relationships: 1, mentions: 2 })
    })

    it('drops what stands behind the last chunk', async () => {
      const { b, store, job } = await cutting()
      await store.saveChunks(job, [chunk(0), chunk(1), chunk(2)], 'c', true, b.now)
      for (const row of await b.pending('a')) await b.complete(row, writes(`e${row.ordinal}`))
      await b.finish()
      await b.views.retryDocuments({ documentId: 'a', phase: 'chunking' })
      const again = must(await store.claim('chunking', null, b.now))
      expect(again.checkpoint).toBeNull()
      await store.saveChunks(again, [chunk(0)], 'c', false, b.now)
      await store.saveChunks(again, [], 'c', true, b.now)
      const report = must(await b.views.documentReport('a', 'm'))
      expect(report.chunks).toEqual({ total: 1, completed: 1, failed: 0, cancelled: 0 })
      expect(await store.graphCounts(null)).toMatchObject({ episodes: 1 })
      expect(await b.finish()).toBe('completed')
    })

    it('knows the estimate of a document as soon as its chunks are known', async () => {
      const { b, store, job } = await cutting()
      expect((await b.views.queueRows(false, 'claude-haiku-5-5'))[0]?.estimate).toBeNull()
      await store.saveChunks(job, [chunk(0), chunk(1)], 'c', true, b.now)
      // 2,000 input at $0.10 and 1,000 output at $0.50 a million.
      expect((await b.views.queueRows(false, 'claude-haiku-5-5'))[0]?.estimate).toEqual({
        input: 2000,
        output: 1000,
        costUsd: 0.0007,
      })
      await store.claimKgDocument('offline', null, b.now)
      expect((await b.views.queueRows(false, 'claude-haiku-5-5'))[0]?.estimate).toBeNull()
    })
  })
}
