import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { errorInfo, freshBench, MODEL, must, newDocument, newest } from './builders.ts'

export function testIngestion(open: () => Promise<Store>): void {
  describe('end of ingestion', () => {
    const bench = freshBench(open)

    it('lets new bytes go on to extraction', async () => {
      const b = bench()
      await b.add('a')
      expect(await b.ingest('x', 'offline')).toEqual({ outcome: 'new' })
      expect(await b.store.document('a')).toMatchObject({ sha256: 'x', provider: 'offline', state: 'waiting' })
      expect(must(await b.store.claim('extraction', null, b.now)).document.id).toBe('a')
    })

    it.each(['waiting', 'completed'])('lets the row give way to a known document that is %s', async (state) => {
      const b = bench()
      if (state === 'completed') await b.whole('a')
      else {
        await b.add('a')
        await b.ingest('sha of a')
      }
      expect(await b.stateOf('a')).toBe(state)
      const since = b.now
      await b.add(newDocument('again'))
      expect(await b.ingest('sha of a')).toEqual({ outcome: 'known', documentId: 'a' })
      expect(await b.store.document('again')).toBeNull()
      expect(await b.stateOf('a')).toBe(state)
      expect((await b.views.runReport(since, MODEL)).documents.known).toBe(1)
      expect((await b.store.activity(newest(1)))[0]).toMatchObject({ kind: 'document.known', documentId: 'a' })
    })

    it('counts only what the store itself found known', async () => {
      const b = bench()
      await b.store.addActivity({ at: b.now, kind: 'document.known', documentId: null, text: 'said by somebody' })
      expect((await b.views.runReport(0, MODEL)).documents.known).toBe(0)
    })

    it('keeps groups apart', async () => {
      const b = bench()
      await b.whole('a')
      await b.add(newDocument('other', { group: 'other' }))
      expect(await b.ingest('sha of a')).toEqual({ outcome: 'new' })
    })

    it('does not know deleted documents', async () => {
      const b = bench()
      await b.whole('a')
      await b.store.deleteDocument('a', b.now)
      await b.add('b')
      expect(await b.ingest('sha of a')).toEqual({ outcome: 'new' })
    })

    it('puts a failed twin back to work', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('x')
      await b.store.failDocument('a', 'extraction', errorInfo('reader_crashed'), b.now)
      await b.add('b')
      expect(await b.ingest('x')).toEqual({ outcome: 'revived', documentId: 'a' })
      expect(await b.store.document('a')).toMatchObject({ state: 'queued', error: null, endedAt: null })
      expect(must(await b.store.claim('extraction', null, b.now)).document.id).toBe('a')
      expect((await b.views.runReport(0, MODEL)).documents.known).toBe(0)
    })

    it('puts a cancelled twin back to work', async () => {
      const b = bench()
      await b.prepare('a')
      await b.store.cancelDocument('a', b.now)
      await b.add('b')
      expect(await b.ingest('sha of a')).toEqual({ outcome: 'revived', documentId: 'a' })
      expect(await b.pending('a')).toHaveLength(2)
      expect(await b.finish()).toBe('completed')
    })

    it('lets a model read what the offline finder had read, and keeps the facts until then', async () => {
      const b = bench()
      await b.whole('a', 'offline')
      await b.add('b')
      expect(await b.ingest('sha of a', 'anthropic')).toEqual({ outcome: 'revived', documentId: 'a' })
      expect(await b.store.graphCounts(null)).toMatchObject({ episodes: 2, entities: 2, relationships: 1 })
      expect(await b.store.document('a')).toMatchObject({ state: 'queued', provider: 'anthropic', endedAt: null })
      expect(await b.pending('a')).toHaveLength(2)
      expect(await b.finish('anthropic')).toBe('completed')
      expect(await b.store.graphCounts(null)).toMatchObject({ episodes: 2, entities: 2, relationships: 1 })
      await b.add('c')
      expect(await b.ingest('sha of a', 'anthropic')).toEqual({ outcome: 'known', documentId: 'a' })
    })

    it('does not let the offline finder read what a model has read', async () => {
      const b = bench()
      await b.whole('a', 'anthropic')
      await b.add('b')
      expect(await b.ingest('sha of a', 'offline')).toEqual({ outcome: 'known', documentId: 'a' })
      expect(await b.pending('a')).toEqual([])
    })

    it('does nothing for a document that was cancelled meanwhile', async () => {
      const b = bench()
      await b.add('a')
      const job = must(await b.store.claim('ingestion', null, b.now))
      await b.store.cancelDocument('a', b.now)
      await b.store.finishIngestion(job, { sha256: 'x', bytes: 1, provider: 'offline' }, b.now)
      expect(await b.stateOf('a')).toBe('cancelled')
      expect(await b.store.claim('extraction', null, b.now)).toBeNull()
    })
  })
}
