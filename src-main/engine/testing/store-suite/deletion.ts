import { describe, expect, it } from 'vitest'
import type { ChunkEnd, EntityWrite, Store } from '../../ports.ts'
import { type Bench, chunk, entity, fact, freshBench, must, newCall, newDocument, reply, writes } from './builders.ts'

export function testDeletion(open: () => Promise<Store>): void {
  describe('deletion', () => {
    const bench = freshBench(open)

    async function sweep(b: Bench, limit: number) {
      const sha256s: string[] = []
      const erased = { answers: 0, cost: 0 }
      for (let slices = 1; ; slices++) {
        const swept = await b.store.sweepDeleted(limit)
        sha256s.push(...swept.sha256s)
        erased.answers += swept.erased.answers
        erased.cost += swept.erased.cost
        if (swept.done) return { sha256s, slices, erased }
        if (slices > 1000) throw new Error('expected an end, came none')
      }
    }

    it('hides a document at once from every view', async () => {
      const b = bench()
      await b.whole('a')
      await b.prepare('b')
      for (const id of ['a', 'b']) await b.store.deleteDocument(id, b.now)
      expect(await b.store.document('a')).toBeNull()
      expect(await b.store.findDocuments('a')).toEqual([])
      expect(await b.views.queueRows(true, 'm')).toEqual([])
      expect((await b.views.jobs({ limit: 10 })).jobs).toEqual([])
      expect((await b.views.report(null, 'm')).documents).toEqual([])
      expect(await b.views.documentReport('a', 'm')).toBeNull()
      expect(await b.store.queueTotals()).toMatchObject({
        documentsLeft: 0,
        documentsEnded: 0,
        chunksLeft: 0,
        current: null,
      })
      expect(await b.store.claimKgDocument('anthropic', null, b.now)).toBeNull()
      expect(await b.store.lookahead()).toBe(0)
      expect((await b.views.searchGraph('Ann', null, 10)).entities.flatMap((row) => row.facts)).toEqual([])
      expect(await b.views.retryDocuments({ documentId: 'a', phase: 'kg_ingest' })).toEqual([])
    })

    it('removes facts without evidence and entities without mention, and keeps what others say', async () => {
      const b = bench()
      await b.prepare('a', [chunk(0)])
      await b.prepare('b', [chunk(0)])
      const both = {
        entities: [entity('Ann', { aliases: ['Annie'] }), entity('Bob')],
        relationships: [fact('Ann', 'Bob')],
      }
      const more = {
        entities: [...both.entities, entity('Cid')],
        relationships: [...both.relationships, fact('Bob', 'Cid')],
      }
      await b.complete(must((await b.pending('a'))[0]), writes('ea', more))
      await b.complete(must((await b.pending('b'))[0]), writes('eb', both))
      await b.store.deleteDocument('a', b.now)
      expect((await sweep(b, 1000)).sha256s).toEqual(['sha of a'])
      expect(await b.store.graphCounts(null)).toMatchObject({ episodes: 1, entities: 2, relationships: 1, mentions: 2 })
      const [ann] = (await b.views.searchGraph('Annie', null, 10)).entities
      expect(ann?.facts[0]?.evidence.map((place) => place.documentId)).toEqual(['b'])
      expect((await b.views.searchGraph('Cid', null, 10)).entities).toEqual([])
    })

    it('calls an entity by what is left of its names when nobody uses the first of them any more', async () => {
      const b = bench()
      for (const id of ['a', 'b', 'c']) await b.prepare(id, [chunk(0)])
      const say = async (id: string, more: Partial<EntityWrite>) => {
        const set = writes(`e${id}`, { entities: [entity('Ann', more)], relationships: [] })
        await b.complete(must((await b.pending(id))[0]), set)
      }
      const found = async (name: string) => (await b.views.searchGraph(name, null, 10)).entities
      await say('a', { name: 'Ann Zyzzyva', aliases: ['Annie'], keys: ['ann zyzzyva', 'annie'] })
      await say('b', { name: 'Ann Zyzzyva', named: false, aliases: ['Annie'], keys: ['annie'] })
      await say('c', { name: 'Ann Zyzzyva', keys: ['ann zyzzyva'] })
      await b.store.deleteDocument('a', b.now)
      await sweep(b, 1000)
      expect(await found('Annie')).toMatchObject([{ name: 'Ann Zyzzyva', aliases: ['Annie'] }])
      await b.store.deleteDocument('c', b.now)
      await sweep(b, 1000)
      expect(await found('Zyzzyva')).toEqual([])
      expect(await found('Annie')).toMatchObject([{ uuid: 'Ann', name: 'Annie', aliases: [], mentions: 1 }])
      expect(await b.store.entitiesByKeys('default', ['annie'])).toMatchObject([{ name: 'Annie', aliases: [] }])
    })

    it('works in slices of any size', async () => {
      const b = bench()
      await b.prepare(
        'a',
        Array.from({ length: 20 }, (_, ordinal) => chunk(ordinal)),
      )
      await b.finish()
      await b.store.deleteDocument('a', b.now)
      const { sha256s, slices } = await sweep(b, 5)
      expect(slices).toBeGreaterThan(5)
      expect(sha256s).toEqual(['sha of a'])
      expect(await b.store.graphCounts(null)).toMatchObject({ episodes: 0, entities: 0, relationships: 0, mentions: 0 })
      expect(await b.store.sweepDeleted(5)).toMatchObject({ done: true, sha256s: [] })
    })

    it('keeps the bytes that another document needs', async () => {
      const b = bench()
      await b.whole('a')
      await b.add(newDocument('other', { group: 'other' }))
      await b.ingest('sha of a')
      await b.store.deleteDocument('a', b.now)
      expect((await sweep(b, 1000)).sha256s).toEqual([])
      await b.store.deleteDocument('other', b.now)
      expect((await sweep(b, 1000)).sha256s).toEqual(['sha of a'])
    })

    /** An answer to each chunk of a document, found valid. */
    async function answerAll(b: Bench, documentId: string): Promise<void> {
      for (const row of await b.pending(documentId)) {
        const callId = await b.store.markSent(newCall(documentId, row.id, { answerKey: row.text }), b.now)
        await b.store.recordAnswer(callId, reply(`answer to ${row.text}`), 7, b.now)
        const more = { writes: writes(row.text), callIds: [callId], reused: false, droppedFacts: 0 }
        await b.store.finishChunk(row, { state: 'completed', ...more }, 'anthropic', b.now)
      }
    }

    it('erases what was answered, and keeps in the ledger what it cost', async () => {
      const b = bench()
      await b.prepare('a')
      await answerAll(b, 'a')
      await b.store.deleteDocument('a', b.now)
      const { erased } = await sweep(b, 1000)
      expect(erased).toEqual({ answers: 2, cost: 14 })
      expect(await b.store.findAnswer('chunk 0')).toBeNull()
      expect((await b.views.report(null, 'm')).totals).toMatchObject({
        documents: 0,
        costUsd: 0.000014,
        calls: { answered: 2 },
      })
    })

    it('keeps an answer as long as another document has the text, and erases it with the last', async () => {
      const b = bench()
      await b.prepare('a', [chunk(0, 'both'), chunk(1, 'only a')])
      await answerAll(b, 'a')
      await b.prepare('b', [chunk(0, 'both'), chunk(1, 'only b')])
      await b.store.deleteDocument('a', b.now)
      expect((await sweep(b, 2)).erased).toEqual({ answers: 1, cost: 7 })
      expect(await b.store.findAnswer('only a')).toBeNull()
      expect(await b.store.findAnswer('both')).toMatchObject({ text: 'answer to both' })
      await b.store.deleteDocument('b', b.now)
      expect((await sweep(b, 2)).erased).toEqual({ answers: 1, cost: 7 })
      expect(await b.store.findAnswer('both')).toBeNull()
    })

    it('erases answers to texts that the document has no more', async () => {
      const b = bench()
      await b.prepare('a', [chunk(0, 'old')])
      await answerAll(b, 'a')
      await b.store.finishKgDocument('a', b.now)
      await b.views.retryDocuments({ documentId: 'a', phase: 'chunking' })
      await b.cut([chunk(0, 'new')])
      expect(await b.store.findAnswer('old')).not.toBeNull()
      await b.store.deleteDocument('a', b.now)
      expect((await sweep(b, 1)).erased).toEqual({ answers: 1, cost: 7 })
      expect(await b.store.findAnswer('old')).toBeNull()
    })

    it('a text asked again after its answer was erased is not paid twice', async () => {
      const b = bench()
      const since = b.now
      await b.prepare('a')
      await answerAll(b, 'a')
      await b.store.deleteDocument('a', b.now)
      await sweep(b, 1000)
      await b.prepare('again')
      await answerAll(b, 'again')
      expect(await b.store.findAnswer('chunk 0')).toMatchObject({ verdict: 'valid' })
      expect(await b.store.callFaults(since)).toMatchObject({ paidTwice: 0 })
    })

    it.each([
      ['is being removed', 0],
      ['is gone', 1000],
    ])('keeps nothing but the cost of an answer that comes when its document %s', async (_, limit) => {
      const b = bench()
      await b.prepare('a')
      const [one, two] = await b.pending('a')
      const callId = await b.store.markSent(newCall('a', must(one).id), b.now)
      await b.store.deleteDocument('a', b.now)
      if (limit > 0) await sweep(b, limit)
      await b.store.recordAnswer(callId, reply('paid'), 7, b.now)
      const end: ChunkEnd = {
        state: 'completed',
        writes: writes('e'),
        callIds: [callId],
        reused: false,
        droppedFacts: 0,
      }
      await b.store.finishChunk(must(one), end, 'anthropic', b.now)
      await sweep(b, 1000)
      await b.complete(must(two))
      expect(await b.store.graphCounts(null)).toMatchObject({ episodes: 0, entities: 0 })
      expect(await b.store.findAnswer(`key ${must(one).id}`)).toBeNull()
      expect((await b.views.report(null, 'm')).totals).toMatchObject({ costUsd: 0.000007 })
    })

    it('takes the same document again while the old one is being swept', async () => {
      const b = bench()
      await b.whole('a')
      await b.store.deleteDocument('a', b.now)
      await b.add('again')
      await b.ingest('sha of a')
      await b.read()
      await b.cut()
      const rows = await b.pending('again')
      for (const row of rows) await b.complete(row, writes(`episode of a ${row.ordinal}`))
      await b.store.finishKgDocument('again', b.now)
      expect((await sweep(b, 1000)).sha256s).toEqual([])
      expect(await b.store.graphCounts(null)).toMatchObject({ episodes: 2, entities: 2, relationships: 1, mentions: 4 })
      expect(await b.stateOf('again')).toBe('completed')
    })
  })
}
