import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { chunk, entity, fact, freshBench, must, newDocument, writes } from './builders.ts'

export function testGraphReads(open: () => Promise<Store>): void {
  describe('graph', () => {
    const bench = freshBench(open)

    it('finds entities by normalised names, in one group', async () => {
      const b = bench()
      await b.prepare('a', [chunk(0)])
      const ann = entity('Ann', { aliases: ['Queen Ann'], keys: ['ann', 'queen ann'] })
      await b.complete(must((await b.pending('a'))[0]), writes('e', { entities: [ann, entity('Bob')] }))
      const found = await b.store.entitiesByKeys('default', ['queen ann', 'ann', 'nobody'])
      expect(found.map((row) => [row.key, row.uuid])).toEqual([
        ['queen ann', 'Ann'],
        ['ann', 'Ann'],
      ])
      expect(found[0]).toEqual({
        key: 'queen ann',
        uuid: 'Ann',
        name: 'Ann',
        type: 'person',
        summary: 'about Ann',
        aliases: ['Queen Ann'],
      })
      expect(await b.store.entitiesByKeys('other', ['ann'])).toEqual([])
      expect(await b.store.entitiesByKeys('default', [])).toEqual([])
    })

    it('shows a prompt the graph as the document found it, and its own chunks up to one', async () => {
      const b = bench()
      await b.prepare('old', [chunk(0)])
      await b.complete(
        must((await b.pending('old'))[0]),
        writes('e', { entities: [entity('Ann', { summary: '' })], relationships: [] }),
      )
      await b.store.finishKgDocument('old', b.now)
      await b.prepare('a', [chunk(0), chunk(1), chunk(2)])
      const { graphSeq: beforeSeq } = await b.claimKg()
      const rows = await b.pending('a')
      const more = { summary: 'now described', aliases: ['Annie'], keys: ['ann', 'annie'] }
      await b.complete(must(rows[0]), writes('e0', { entities: [entity('Bob')], relationships: [] }))
      await b.complete(
        must(rows[1]),
        writes('e1', { entities: [entity('Ann', more), entity('Cid')], relationships: [] }),
      )
      const seen = async (throughOrdinal: number) => {
        const snapshot = { beforeSeq, documentId: 'a', throughOrdinal }
        const found = await b.store.entitiesForPrompt('default', ['ann', 'annie', 'bob', 'cid'], snapshot)
        return found.map((row) => [row.key, row.uuid, row.summary, row.aliases])
      }
      expect(await seen(-1)).toEqual([['ann', 'Ann', '', []]])
      expect(await seen(0)).toEqual([
        ['ann', 'Ann', '', []],
        ['bob', 'Bob', 'about Bob', []],
      ])
      expect(await seen(1)).toEqual([
        ['ann', 'Ann', 'now described', ['Annie']],
        ['annie', 'Ann', 'now described', ['Annie']],
        ['bob', 'Bob', 'about Bob', []],
        ['cid', 'Cid', 'about Cid', []],
      ])
    })

    it('searches names, aliases, summaries and facts', async () => {
      const b = bench()
      await b.prepare('a', [chunk(0)])
      const zoe = entity('Zoë', { name: 'Zoë Müller', aliases: ['Madame Z'], summary: 'a painter from Bremen' })
      const bob = entity('Bob', { name: 'Bob', summary: '' })
      const set = {
        entities: [zoe, bob],
        relationships: [fact('Zoë', 'Bob', { fact: 'Zoë Müller taught Bob to draw.' })],
      }
      await b.complete(must((await b.pending('a'))[0]), writes('e', set))
      const names = async (query: string, group: string | null = null) =>
        (await b.views.searchGraph(query, group, 10)).entities.map((row) => row.name)
      expect(await names('zoe')).toEqual(['Zoë Müller', 'Bob'])
      expect(await names('painter bremen')).toEqual(['Zoë Müller'])
      expect(await names('madame')).toEqual(['Zoë Müller'])
      expect((await names('draw')).toSorted()).toEqual(['Bob', 'Zoë Müller'])
      expect(await names('pain')).toEqual(['Zoë Müller'])
      expect(await names('painter nobody')).toEqual(['Zoë Müller'])
      expect(await names('zoe', 'other')).toEqual([])
      expect(await names('NOT "AND* (')).toEqual([])
      expect(await names('-- !')).toEqual([])
      const [first] = (await b.views.searchGraph('zoe', null, 1)).entities
      expect(first?.facts).toMatchObject([
        {
          uuid: 'Zoë-Bob',
          source: 'Zoë Müller',
          relation: 'KNOWS',
          target: 'Bob',
          fact: 'Zoë Müller taught Bob to draw.',
          validAt: null,
          invalidAt: null,
          evidence: [{ documentId: 'a', document: 'a.pdf', page: 1, quote: 'Zoë and Bob' }],
        },
      ])
    })

    it('gives the whole graph in slices, each row once, in a fixed order', async () => {
      const b = bench()
      await b.prepare('a', [chunk(0)])
      const names = ['D', 'B', 'E', 'A', 'C']
      const entities = names.map((name) => entity(name))
      const relationships = names.slice(1).map((name) => fact('D', name))
      await b.complete(must((await b.pending('a'))[0]), writes('e', { entities, relationships }))
      for (const group of [null, 'default']) {
        const seen = { entities: [] as string[], facts: [] as string[] }
        for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
          const slice = await b.store.graphSlice(group, cursor, 2)
          expect(slice.entities.length + slice.facts.length).toBeLessThanOrEqual(2)
          seen.entities.push(...slice.entities.map((row) => row.uuid))
          seen.facts.push(...slice.facts.map((row) => row.targetUuid))
          cursor = slice.cursor
        }
        expect(seen).toEqual({ entities: ['A', 'B', 'C', 'D', 'E'], facts: ['A', 'B', 'C', 'E'] })
      }
    })

    it('lists entities by how often they are mentioned, of one type or all, in pages', async () => {
      const b = bench()
      await b.prepare('a', [chunk(0), chunk(1), chunk(2)])
      const rows = (await b.pending('a')).map(must)
      const say = (n: number, ...names: string[]) => {
        const entities = names.map((name) => entity(name, { type: name === 'Rome' ? 'place' : 'person' }))
        return b.complete(must(rows[n]), writes(`e${n}`, { entities, relationships: [] }))
      }
      await say(0, 'Cid', 'Bob', 'Rome', 'Ann')
      await say(1, 'Bob', 'Rome')
      await say(2, 'Bob')
      const list = async (type: string | null, limit: number, group: string | null = null) => {
        const seen: string[] = []
        for (let cursor: string | null = null, first = true; first || cursor !== null; first = false) {
          const page = await b.store.entitiesByType(type, group, cursor, limit)
          expect(page.entities.length).toBeLessThanOrEqual(limit)
          seen.push(...page.entities.map((one) => `${one.name} ${one.mentions}`))
          cursor = page.cursor
        }
        return seen
      }
      for (const limit of [1, 2, 3, 10]) {
        expect(await list(null, limit)).toEqual(['Bob 3', 'Rome 2', 'Ann 1', 'Cid 1'])
        expect(await list('person', limit, 'default')).toEqual(['Bob 3', 'Ann 1', 'Cid 1'])
      }
      expect(await list(null, 10, 'other')).toEqual([])
      expect(await list('event', 10)).toEqual([])
      await say(2, 'Ann', 'Ann')
      expect(await list(null, 10)).toEqual(['Ann 2', 'Bob 2', 'Rome 2', 'Cid 1'])
      await say(1)
      expect(await list(null, 10)).toEqual(['Ann 2', 'Bob 1', 'Cid 1', 'Rome 1'])
    })

    it('gives one entity with all its facts, on either end', async () => {
      const b = bench()
      await b.prepare('a', [chunk(0)])
      const entities = ['Ann', 'Bob', 'Cid'].map((name) => entity(name))
      const relationships = [fact('Ann', 'Bob'), fact('Bob', 'Cid'), fact('Ann', 'Cid')]
      await b.complete(must((await b.pending('a'))[0]), writes('e', { entities, relationships }))
      const found = must(await b.views.graphEntity('Bob'))
      expect(found.entity).toEqual({
        uuid: 'Bob',
        name: 'Bob',
        type: 'person',
        summary: 'about Bob',
        aliases: [],
        mentions: 1,
      })
      expect(found.facts.map((one) => [one.sourceUuid, one.targetUuid, one.evidence.length])).toEqual([
        ['Ann', 'Bob', 1],
        ['Bob', 'Cid', 1],
      ])
      expect(await b.views.graphEntity('nobody')).toBeNull()
      await b.store.deleteDocument('a', b.now)
      while (!(await b.store.sweepDeleted(10)).done);
      expect(await b.views.graphEntity('Bob')).toBeNull()
    })

    it('counts by group', async () => {
      const b = bench()
      await b.whole('a')
      await b.add(newDocument('o', { group: 'other' }))
      await b.ingest('o')
      await b.read()
      await b.cut([chunk(0)])
      const set = writes('eo', { group: 'other', entities: [entity('Rome', { type: 'place' })], relationships: [] })
      await b.complete(must((await b.pending('o'))[0]), set)
      const counts = { episodes: 1, entities: 1, relationships: 0, mentions: 1, types: { place: 1 } }
      expect(await b.store.graphCounts('other')).toEqual(counts)
      expect(await b.store.graphCounts(null)).toMatchObject({
        episodes: 3,
        entities: 3,
        types: { person: 2, place: 1 },
      })
    })
  })
}
