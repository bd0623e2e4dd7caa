import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { chunk, errorInfo, freshBench, must, newDocument, newCall, reply, writes } from './builders.ts'

export function testKgIngest(open: () => Promise<Store>): void {
  describe('graph phase', () => {
    const bench = freshBench(open)

    it('stays with a document until it ends', async () => {
      const b = bench()
      await b.prepare('a')
      expect((await b.claimKg()).document.id).toBe('a')
      await b.add(newDocument('urgent', { priority: 'high' }))
      await b.ingest('u')
      await b.read()
      await b.cut()
      const claimed = await b.claimKg()
      expect(claimed.document.id).toBe('a')
      await b.store.releaseJob(claimed.job)
      expect((await b.claimKg()).document.id).toBe('a')
      expect(await b.finish()).toBe('completed')
      expect((await b.claimKg()).document.id).toBe('urgent')
    })

    it('takes another while the one begun has no chunk ready', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('x')
      await b.read()
      const job = must(await b.store.claim('chunking', null, b.now))
      await b.store.saveChunks(job, [chunk(0)], 'c', false, b.now)
      await b.claimKg()
      await b.complete(must((await b.pending('a'))[0]))
      expect(await b.store.finishKgDocument('a', b.now)).toBeNull()
      expect(await b.store.claimKgDocument('anthropic', null, b.now)).toBeNull()
      await b.prepare('b')
      expect((await b.claimKg()).document.id).toBe('b')
      await b.store.saveChunks(job, [chunk(1)], 'c', true, b.now)
      expect((await b.claimKg()).document.id).toBe('b')
    })

    it('gives out a document of which only the end is left', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('x')
      await b.read()
      const job = must(await b.store.claim('chunking', null, b.now))
      await b.store.saveChunks(job, [chunk(0)], 'c', false, b.now)
      const { job: kg } = await b.claimKg()
      await b.complete(must((await b.pending('a'))[0]))
      await b.store.releaseJob(kg)
      await b.store.saveChunks(job, [], 'c', true, b.now)
      expect((await b.claimKg()).document.id).toBe('a')
      expect(await b.store.finishKgDocument('a', b.now)).toBe('completed')
    })

    it('claims only the document that is named', async () => {
      const b = bench()
      await b.prepare('a')
      await b.prepare('b')
      expect(must(await b.store.claimKgDocument('anthropic', 'b', b.now)).document.id).toBe('b')
      await b.finish()
      expect(await b.store.claimKgDocument('anthropic', 'b', b.now)).toBeNull()
    })

    it('begins another document beside the one at work, and gives it out next', async () => {
      const b = bench()
      for (const id of ['a', 'b', 'c']) await b.prepare(id)
      expect((await b.claimKg()).document.id).toBe('a')
      expect(must(await b.store.claimBeside(['a'], 'anthropic', b.now)).document.id).toBe('b')
      expect(must(await b.store.claimBeside(['a'], 'anthropic', b.now)).document.id).toBe('b')
      expect(must(await b.store.claimBeside(['a', 'b'], 'anthropic', b.now)).document.id).toBe('c')
      expect(await b.store.claimBeside(['a', 'b', 'c'], 'anthropic', b.now)).toBeNull()
      expect((await b.claimKg()).document.id).toBe('a')
      await b.finish()
      expect((await b.claimKg()).document.id).toBe('b')
    })

    it('keeps the sequence at which the document began', async () => {
      const b = bench()
      await b.whole('first')
      await b.prepare('a')
      const { graphSeq } = await b.claimKg()
      expect(graphSeq).toBeGreaterThan(0)
      await b.complete(must((await b.pending('a'))[0]))
      await b.store.recover(b.now)
      expect((await b.claimKg()).graphSeq).toBe(graphSeq)
    })

    it('notes who reads the document', async () => {
      const b = bench()
      await b.prepare('a', undefined, 'offline')
      await b.claimKg('anthropic')
      expect(await b.store.document('a')).toMatchObject({ provider: 'anthropic', state: 'processing' })
    })

    it('ends a chunk, its write set and the verdict together', async () => {
      const b = bench()
      await b.prepare('a')
      const row = must((await b.pending('a'))[0])
      const sentAt = b.now
      const callId = await b.store.markSent(newCall('a', row.id), sentAt)
      await b.store.recordAnswer(callId, reply('{}'), 7, b.now)
      const set = writes('e')
      const now = b.now
      await b.store.finishChunk(
        row,
        { state: 'completed', writes: set, callIds: [callId], reused: false, droppedFacts: 3 },
        'anthropic',
        now,
      )
      expect(await b.store.findAnswer(`key ${row.id}`)).toMatchObject({ callId, verdict: 'valid' })
      const report = must(await b.views.documentReport('a', 'm'))
      expect(report.chunkRows[0]).toMatchObject({
        state: 'completed',
        facts: 1,
        droppedFacts: 3,
        pages: [1],
        error: null,
      })
      expect(report.chunkRows[0]?.seconds).toBe((now - sentAt) / 1000)
      expect(report.chunks).toEqual({ total: 2, completed: 1, failed: 0, cancelled: 0 })
    })

    it('completes a document with the chunks that failed as its gaps', async () => {
      const b = bench()
      const spans = [
        { page: 7, start: 0, end: 3 },
        { page: 8, start: 3, end: 6 },
      ]
      await b.prepare('a', [chunk(0), chunk(1), chunk(2, 'two', { spans }), chunk(3)])
      const [one, two, three, four] = await b.pending('a')
      await b.complete(must(one))
      await b.fail(must(three))
      await b.fail(must(two))
      await b.fail(must(four), 'answer_spoilt')
      expect(await b.store.finishKgDocument('a', b.now)).toBe('completed')
      const report = must(await b.views.documentReport('a', 'm'))
      expect(report).toMatchObject({ state: 'completed', chunks: { completed: 1, failed: 3 } })
      expect(report.gaps).toEqual([
        { pages: [2, 7, 8], ...errorInfo('model_refused'), discarded: false },
        { pages: [4], ...errorInfo('answer_spoilt'), discarded: false },
      ])
    })

    it('fails a document of which every chunk failed', async () => {
      const b = bench()
      await b.prepare('a')
      for (const row of await b.pending('a')) await b.fail(row)
      const now = b.now
      expect(await b.store.finishKgDocument('a', now)).toBe('failed')
      expect(await b.store.document('a')).toMatchObject({
        state: 'failed',
        endedAt: now,
        error: { code: 'all_chunks_failed' },
      })
      expect(await b.store.finishKgDocument('a', b.now)).toBe('failed')
      expect(await b.store.document('a')).toMatchObject({ endedAt: now })
    })

    it('ends a document only when chunking is over and nothing is pending', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('x')
      await b.read()
      const job = must(await b.store.claim('chunking', null, b.now))
      await b.store.saveChunks(job, [chunk(0)], 'c', false, b.now)
      await b.complete(must((await b.pending('a'))[0]))
      expect(await b.store.finishKgDocument('a', b.now)).toBeNull()
      await b.store.saveChunks(job, [chunk(1)], 'c', true, b.now)
      expect(await b.store.finishKgDocument('a', b.now)).toBeNull()
      await b.complete(must((await b.pending('a'))[0]))
      expect(await b.store.finishKgDocument('a', b.now)).toBe('completed')
      expect(await b.store.finishKgDocument('nobody', b.now)).toBeNull()
    })

    it('keeps an answer that landed after its document was cancelled', async () => {
      const b = bench()
      await b.prepare('a')
      const row = must((await b.pending('a'))[0])
      await b.store.cancelDocument('a', b.now)
      expect(await b.pending('a')).toEqual([])
      await b.complete(row)
      expect(await b.stateOf('a')).toBe('cancelled')
      expect(await b.store.finishKgDocument('a', b.now)).toBeNull()
      const report = must(await b.views.documentReport('a', 'm'))
      expect(report.chunks).toEqual({ total: 2, completed: 1, failed: 0, cancelled: 1 })
    })
  })
}
