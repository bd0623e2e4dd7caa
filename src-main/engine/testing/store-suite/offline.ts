import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { chunk, freshBench, MODEL, must, writes } from './builders.ts'

export function testOffline(open: () => Promise<Store>): void {
  describe('documents read offline', () => {
    const bench = freshBench(open)

    it('are counted with the lengths of their chunks, once they are whole', async () => {
      const b = bench()
      const none = { documents: 0, chunks: 0, characters: 0 }
      expect(await b.store.offlineDocuments()).toEqual(none)
      await b.whole('by a model')
      await b.prepare('a', [chunk(0, 'twelve chars'), chunk(1, 'ünd fünf')], 'offline')
      expect(await b.store.offlineDocuments()).toEqual(none)
      await b.finish('offline')
      expect(await b.store.offlineDocuments()).toEqual({ documents: 1, chunks: 2, characters: 20 })
      await b.store.deleteDocument('a', b.now)
      expect(await b.store.offlineDocuments()).toEqual(none)
    })

    it('are read again by a model, and keep their facts until each chunk is replaced', async () => {
      const b = bench()
      await b.whole('by a model')
      await b.whole('a', 'offline')
      await b.whole('b', 'offline')
      await b.prepare('begun', [chunk(0)], 'offline')
      const graph = await b.store.graphCounts(null)
      expect(await b.views.rereadOffline()).toEqual(['a', 'b'])
      expect(await b.store.offlineDocuments()).toMatchObject({ documents: 0 })
      expect(await b.store.graphCounts(null)).toEqual(graph)
      const [row] = await b.store.queueRowsOf(['a'], MODEL)
      expect(row).toMatchObject({ state: 'queued', phase: 'kg_ingest', provider: 'anthropic', endedAt: null })
      expect(row).toMatchObject({ chunks: { total: 2, completed: 0 }, phases: { kg_ingest: 'pending' } })
      const { document } = await b.claimKg()
      expect(document.id).toBe('a')
      const [one] = await b.pending('a')
      await b.complete(must(one), writes('episode of a 0', { relationships: [] }))
      expect((await b.store.chunkDetail('a', 0))?.facts).toEqual([])
      expect((await b.store.chunkDetail('a', 1))?.facts).toHaveLength(1)
      await b.complete(must((await b.pending('a'))[0]))
      expect(await b.store.finishKgDocument('a', b.now)).toBe('completed')
      expect(await b.views.rereadOffline()).toEqual([])
    })

    it('are those with a chunk of the finder, whoever read the last one', async () => {
      const b = bench()
      await b.prepare('half')
      await b.claimKg('offline')
      await b.complete(must((await b.pending('half'))[0]), undefined, 'offline')
      expect(await b.finish('anthropic')).toBe('completed')
      await b.prepare('by a model')
      await b.claimKg('anthropic')
      for (const row of await b.pending('by a model')) await b.complete(row)
      expect(await b.finish('offline')).toBe('completed')
      const providers = async () =>
        (await b.store.queueRowsOf(['half', 'by a model'], MODEL)).map((row) => row.provider)
      expect(await providers()).toEqual(['offline', 'anthropic'])

      expect(await b.views.rereadOffline()).toEqual(['half'])
      expect((await b.pending('half')).map((row) => row.ordinal)).toEqual([0])
      expect(await b.finish('anthropic')).toBe('completed')
      expect(await providers()).toEqual(['anthropic', 'anthropic'])
      expect(await b.views.rereadOffline()).toEqual([])
    })
  })
}
