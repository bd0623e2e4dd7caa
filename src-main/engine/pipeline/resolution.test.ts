import { describe, expect, it } from 'vitest'
import type { ExtractionAnswer } from '../../../src-shared/model/extraction.ts'
import type { ChunkRow, KeyedEntity } from '../ports.ts'
import { resolve } from './resolution.ts'

const text = 'William Howard Taft was appointed Secretary of War. Taft went to the Philippines in 1905.'
const chunk: ChunkRow = {
  id: 1,
  documentId: 'd',
  ordinal: 4,
  sha256: 'c0ffee',
  text,
  spans: [{ page: 12, start: 0, end: text.length }],
  headings: [],
  occurrence: 0,
  estimatedInput: 0,
  estimatedOutput: 0,
  state: 'pending',
  error: null,
  askedAgain: false,
}
const place = { group: 'g', documentName: 'Message.pdf', documentSha: 'abc' }
const ids = { unique: () => 'u', named: (...parts: string[]) => parts.join('/') }
const graph = (rows: KeyedEntity[]) => ({
  entitiesByKeys: (_group: string, keys: string[]) => Promise.resolve(rows.filter((row) => keys.includes(row.key))),
})

type Entity = ExtractionAnswer['entities'][number]
const entity = (id: string, name: string, type: Entity['type'], aliases: string[] = []): Entity => ({
  id,
  name,
  type,
  aliases,
  about: '',
})
const fact = (from: string, to: string, quote: string) => ({
  from,
  to,
  rel: 'went to',
  fact: 'Taft went to the Philippines',
  since: '1905',
  until: null,
  page: 1,
  quote,
})
const known = (name: string, type: Entity['type'], key: string): KeyedEntity => ({
  uuid: `known ${name} ${type}`,
  name,
  type,
  summary: '',
  aliases: [],
  key,
})

const taft = entity('e1', 'William Howard Taft', 'person', ['Taft'])
const islands = entity('e2', 'Philippines', 'place')
const answer = (entities: Entity[], facts: ReturnType<typeof fact>[]): ExtractionAnswer => ({
  entities,
  facts,
  end: 'END',
})

describe('resolve', () => {
  it('gives episode, entities and facts ids that depend on nothing but their parts', async () => {
    const { writes, droppedFacts } = await resolve(
      answer([taft, islands], [fact('e1', 'e2', 'Taft went to the Philippines')]),
      chunk,
      place,
      graph([]),
      ids,
    )
    expect(writes.episode).toEqual({ uuid: 'episode/g/abc/c0ffee/0', name: 'Message.pdf - Chunk 5' })
    expect(writes.entities.map((e) => e.uuid)).toEqual([
      'entity/g/William Howard Taft/person',
      'entity/g/Philippines/place',
    ])
    expect(writes.relationships).toMatchObject([
      {
        sourceUuid: 'entity/g/William Howard Taft/person',
        name: 'WENT_TO',
        page: 12,
        validAt: Date.parse('1905-01-01T00:00:00Z'),
        invalidAt: null,
      },
    ])
    expect(droppedFacts).toBe(0)
  })

  it('finds a known entity by name or alias, of the same type only', async () => {
    const rows = [known('Taft', 'person', 'taft'), known('Philippines', 'organisation', 'philippines')]
    const { writes } = await resolve(answer([taft, islands], []), chunk, place, graph(rows), ids)
    expect(writes.entities.map((e) => e.uuid)).toEqual(['known Taft person', 'entity/g/Philippines/place'])
    expect(writes.entities[0]).toMatchObject({ name: 'Taft', named: true, aliases: ['William Howard Taft'] })
  })

  it('tells whether the text uses the name that is known', async () => {
    const rows = [known('W. H. Taft', 'person', 'taft'), known('Philippines', 'place', 'philippines')]
    const { writes } = await resolve(answer([taft, islands], []), chunk, place, graph(rows), ids)
    expect(writes.entities).toMatchObject([
      { name: 'W. H. Taft', named: false, aliases: ['William Howard Taft', 'Taft'] },
      { name: 'Philippines', named: true },
    ])
  })

  it('links to none where a name leads to several', async () => {
    const rows = [known('Charles Taft', 'person', 'taft'), known('William Taft', 'person', 'taft')]
    const { writes } = await resolve(answer([entity('e1', 'Taft', 'person')], []), chunk, place, graph(rows), ids)
    expect(writes.entities.map((e) => e.uuid)).toEqual(['entity/g/Taft/person'])
  })

  it('takes `other` as any type, and the same name twice as one entity', async () => {
    const twice = [entity('e1', 'Philippines', 'other'), islands]
    const { writes } = await resolve(
      answer(twice, []),
      chunk,
      place,
      graph([known('Philippines', 'place', 'philippines')]),
      ids,
    )
    expect(writes.entities).toHaveLength(1)
  })

  it('drops and counts facts without support: no such quote, no such end, both ends the same', async () => {
    const facts = [
      fact('e1', 'e2', 'Taft conquered the Philippines'),
      fact('e1', 'e9', 'Taft went to the Philippines'),
      fact('e1', 'e1', 'Taft went to the Philippines'),
      fact('e1', 'e2', ''),
    ]
    const { writes, droppedFacts } = await resolve(answer([taft, islands], facts), chunk, place, graph([]), ids)
    expect(writes.relationships).toEqual([])
    expect(droppedFacts).toBe(4)
  })

  it('keeps each place where an answer has the same fact, and its dates', async () => {
    const places = ['Taft went to the Philippines', 'went to the Philippines in 1905']
    const [dated, again] = places.map((quote) => fact('e1', 'e2', quote))
    const facts = [dated, { ...again, since: null }] as ReturnType<typeof fact>[]
    const { writes } = await resolve(answer([taft, islands], facts), chunk, place, graph([]), ids)
    expect(new Set(writes.relationships.map(({ uuid }) => uuid)).size).toBe(1)
    expect(writes.relationships.map(({ quote, validAt }) => [quote, validAt])).toEqual([
      [places[0], Date.parse('1905-01-01T00:00:00Z')],
      [places[1], null],
    ])
  })

  it('makes no entity of a bare office or a pronoun', async () => {
    const { writes } = await resolve(
      answer([entity('e1', 'the President', 'person'), entity('e2', 'he', 'person')], []),
      chunk,
      place,
      graph([]),
      ids,
    )
    expect(writes.entities).toEqual([])
  })
})
