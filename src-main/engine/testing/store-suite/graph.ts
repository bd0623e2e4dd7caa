import { describe, expect, it } from 'vitest'
import type { Store, WriteSet } from '../../ports.ts'
import { type Bench, chunk, entity, fact, freshBench, must, writes } from './builders.ts'

export function testGraph(open: () => Promise<Store>): void {
  describe('write sets', () => {
    const bench = freshBench(open)

    /** A document with as many chunks as sets, each completed with its own. */
    async function written(b: Bench, ...sets: WriteSet[]) {
      await b.prepare(
        'a',
        sets.map((_, ordinal) => chunk(ordinal)),
      )
      const rows = await b.pending('a')
      for (const [index, set] of sets.entries()) await b.complete(must(rows[index]), set)
      return rows
    }

    const slice = async (store: Store) => {
      const entities = await store.graphSlice(null, null, 100)
      const facts = await store.graphSlice(null, must(entities.cursor), 100)
      return { entities: entities.entities, facts: facts.facts }
    }

    it('adds up what chunks say', async () => {
      const b = bench()
      await written(
        b,
        writes('e0'),
        writes('e1', {
          entities: [
            entity('Ann', {
              name: 'Other',
              type: 'place',
              summary: 'later',
              aliases: ['Annie'],
              keys: ['ann', 'annie'],
            }),
            entity('Cid'),
          ],
          relationships: [fact('Ann', 'Cid')],
        }),
      )
      expect(await b.store.graphCounts(null)).toEqual({
        episodes: 2,
        entities: 3,
        relationships: 2,
        mentions: 4,
        types: { person: 3 },
      })
      const { entities } = await slice(b.store)
      expect(entities[0]).toEqual({
        uuid: 'Ann',
        name: 'Ann',
        type: 'person',
        summary: 'about Ann',
        aliases: ['Annie'],
        mentions: 2,
      })
      expect((await b.store.entitiesByKeys('default', ['annie'])).map((row) => row.uuid)).toEqual(['Ann'])
    })

    it('gives a fact that stands in two places both as evidence, and the first dates that are named', async () => {
      const b = bench()
      await written(
        b,
        writes('e0'),
        writes('e1', {
          relationships: [fact('Ann', 'Bob', { page: 2, quote: 'q2', validAt: 0, invalidAt: 86_400_000 })],
        }),
        writes('e2', { relationships: [fact('Ann', 'Bob', { page: 3, quote: 'q3', validAt: 86_400_000 * 9 })] }),
      )
      const { facts } = await slice(b.store)
      expect(facts).toHaveLength(1)
      expect(facts[0]).toMatchObject({ source: 'Ann', target: 'Bob', validAt: '1970-01-01', invalidAt: '1970-01-02' })
      expect(facts[0]?.evidence).toEqual([
        { documentId: 'a', document: 'a.pdf', page: 1, quote: 'Ann and Bob' },
        { documentId: 'a', document: 'a.pdf', page: 2, quote: 'q2' },
        { documentId: 'a', document: 'a.pdf', page: 3, quote: 'q3' },
      ])
    })

    it('is not changed by the same set written again', async () => {
      const b = bench()
      const sets = [
        writes('e0'),
        writes('e1', { entities: [entity('Ann', { aliases: ['A'], keys: ['ann', 'a'] })], relationships: [] }),
      ]
      const rows = await written(b, ...sets)
      const before = await slice(b.store)
      for (const again of [1, 0, 1]) await b.complete(must(rows[again]), sets[again])
      expect(await slice(b.store)).toEqual(before)
      expect(await b.store.graphCounts(null)).toMatchObject({ episodes: 2, entities: 2, relationships: 1, mentions: 3 })
      // Still the age it had: a prompt that could see it before can see it now.
      const snapshot = { beforeSeq: 1, documentId: 'nobody', throughOrdinal: -1 }
      expect((await b.store.entitiesForPrompt('default', ['ann'], snapshot)).map((row) => row.uuid)).toEqual(['Ann'])
    })

    it('replaces what a chunk had written, and keeps what others say', async () => {
      const b = bench()
      const [, second] = await written(
        b,
        writes('e0'),
        writes('e1', {
          entities: [entity('Ann', { aliases: ['Annie'], keys: ['ann', 'annie'] }), entity('Bob'), entity('Cid')],
          relationships: [fact('Ann', 'Bob', { validAt: 0 }), fact('Ann', 'Cid')],
        }),
      )
      await b.complete(must(second), writes('e1', { entities: [entity('Dee')], relationships: [] }))
      const { entities, facts } = await slice(b.store)
      expect(entities.map((row) => row.uuid)).toEqual(['Ann', 'Bob', 'Dee'])
      expect(entities[0]).toMatchObject({ aliases: [], mentions: 1 })
      expect(facts).toHaveLength(1)
      expect(facts[0]).toMatchObject({ uuid: 'Ann-Bob', validAt: null })
      expect(await b.store.entitiesByKeys('default', ['annie', 'cid'])).toEqual([])
      expect((await b.views.searchGraph('Cid', null, 10)).entities).toEqual([])
    })

    it('takes the summary from another chunk when the one that gave it is cleared', async () => {
      const b = bench()
      const say = (summary: string) => ({ entities: [entity('Ann', { summary })], relationships: [] })
      const [first] = await written(b, writes('e0', say('first')), writes('e1', say('')), writes('e2', say('third')))
      expect((await slice(b.store)).entities[0]?.summary).toBe('first')
      await b.complete(must(first), writes('e0', say('first, made anew')))
      expect((await slice(b.store)).entities[0]?.summary).toBe('first, made anew')
      await b.fail(must(first))
      expect((await slice(b.store)).entities[0]?.summary).toBe('third')
    })

    it('clears what a chunk had written when it fails', async () => {
      const b = bench()
      const [first] = await written(b, writes('e0'))
      await b.fail(must(first))
      expect(await b.store.graphCounts(null)).toEqual({
        episodes: 0,
        entities: 0,
        relationships: 0,
        mentions: 0,
        types: {},
      })
      await b.complete(must(first), writes('e0'))
      expect(await b.store.graphCounts(null)).toMatchObject({ episodes: 1, entities: 2, relationships: 1, mentions: 2 })
    })

    it('brings back what had gone, with what is said of it now', async () => {
      const b = bench()
      const [first] = await written(b, writes('e0', { entities: [entity('Ann', { name: 'Old' })], relationships: [] }))
      await b.fail(must(first))
      await b.complete(must(first), writes('e9', { entities: [entity('Ann', { name: 'New' })], relationships: [] }))
      expect((await slice(b.store)).entities).toMatchObject([{ uuid: 'Ann', name: 'New' }])
      expect((await b.views.searchGraph('Old', null, 10)).entities).toEqual([])
    })

    it('refuses a fact whose ends are nowhere, and writes nothing of its set', async () => {
      const b = bench()
      await b.prepare('a')
      const row = must((await b.pending('a'))[0])
      const set = writes('e', { entities: [entity('Ann')] })
      await expect(b.complete(row, set)).rejects.toMatchObject({ code: 'internal' })
      expect(await b.store.graphCounts(null)).toMatchObject({ episodes: 0, entities: 0 })
      expect(await b.pending('a')).toHaveLength(2)
    })

    it('lets an episode move with its text to another chunk', async () => {
      const b = bench()
      const [, second] = await written(b, writes('same'), writes('other'))
      await b.complete(must(second), writes('same'))
      expect(await b.store.graphCounts(null)).toMatchObject({ episodes: 1, mentions: 2, relationships: 1 })
    })
  })
}
