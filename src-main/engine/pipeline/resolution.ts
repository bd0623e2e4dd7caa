import type { ExtractionAnswer } from '../../../src-shared/model/extraction.ts'
import type { ChunkRow, EntityWrite, GraphStore, Ids, RelationshipWrite, WriteSet } from '../ports.ts'
import { parseDate } from './dates.ts'
import { isNameProper, normaliseName, relationName } from './names.ts'
import { QuoteFinder } from './quotes.ts'

type AnsweredEntity = ExtractionAnswer['entities'][number]
type Lookup = Awaited<ReturnType<GraphStore['entitiesByKeys']>>

interface Place {
  group: string
  documentName: string
  documentSha: string
}

/** What an answer adds to the graph, and how many of its facts had no support in the text. */
export interface Resolved {
  writes: WriteSet
  droppedFacts: number
}

/**
 * Turns a valid answer into the chunk's exact write set. Deterministic: the same answer against the same graph
 * gives the same ids on every machine.
 */
export async function resolve(
  answer: ExtractionAnswer,
  chunk: ChunkRow,
  place: Place,
  graph: Pick<GraphStore, 'entitiesByKeys'>,
  ids: Ids,
): Promise<Resolved> {
  const named = answer.entities.filter((entity) => isNameProper(entity.name))
  const known = await graph.entitiesByKeys(place.group, [...new Set(named.flatMap(keysOf))])
  const entities = new Map<string, EntityWrite>()
  const byLocalId = new Map<string, EntityWrite>()
  for (const entity of named) {
    const write = resolveEntity(entity, place.group, known, [...entities.values()], ids)
    entities.set(write.uuid, unite(entities.get(write.uuid), write))
    byLocalId.set(entity.id, write)
  }
  const { relationships, dropped } = resolveFacts(answer, byLocalId, chunk, place.group, ids)
  const episode = {
    uuid: ids.named('episode', place.group, place.documentSha, chunk.sha256, String(chunk.occurrence)),
    name: `${place.documentName} - Chunk ${chunk.ordinal + 1}`,
  }
  return {
    writes: { group: place.group, episode, entities: [...entities.values()], relationships },
    droppedFacts: dropped,
  }
}

/** Normalised names an entity answers to, its own first. */
function keysOf(entity: AnsweredEntity): string[] {
  const aliases = entity.aliases.filter(isNameProper)
  return [...new Set([entity.name, ...aliases].map(normaliseName))]
}

/**
 * By normalised name first, then by alias, in the graph and in this answer. Types must agree, unless one of them is `other`;
 * a name that leads to several entities links to none of them.
 */
function resolveEntity(
  entity: AnsweredEntity,
  group: string,
  known: Lookup,
  here: EntityWrite[],
  ids: Ids,
): EntityWrite {
  const keys = keysOf(entity)
  const [ownKey = '', ...aliasKeys] = keys
  const found =
    match([ownKey], entity.type, known, here) ??
    (aliasKeys.length > 0 ? match(aliasKeys, entity.type, known, here) : null)
  const name = found?.name ?? entity.name
  const names = [entity.name, ...entity.aliases.filter(isNameProper)]
  return {
    uuid: found?.uuid ?? ids.named('entity', group, entity.name, entity.type),
    name,
    type: found?.type ?? entity.type,
    summary: entity.about,
    named: names.includes(name),
    aliases: names.filter((other) => other !== name),
    keys,
  }
}

function match(
  keys: string[],
  type: string,
  known: Lookup,
  here: EntityWrite[],
): Pick<EntityWrite, 'uuid' | 'name' | 'type'> | null {
  const hits = new Map<string, Pick<EntityWrite, 'uuid' | 'name' | 'type'>>()
  for (const row of known) if (keys.includes(row.key)) hits.set(row.uuid, row)
  for (const row of here) if (row.keys.some((key) => keys.includes(key))) hits.set(row.uuid, row)
  const same = [...hits.values()].filter((row) => row.type === type)
  if (same.length === 1) return same[0] ?? null
  const loose = [...hits.values()].filter((row) => row.type === 'other' || type === 'other')
  return same.length === 0 && loose.length === 1 ? (loose[0] ?? null) : null
}

function unite(a: EntityWrite | undefined, b: EntityWrite): EntityWrite {
  if (!a) return b
  return {
    ...a,
    summary: a.summary || b.summary,
    named: a.named || b.named,
    aliases: [...new Set([...a.aliases, ...b.aliases])],
    keys: [...new Set([...a.keys, ...b.keys])],
  }
}

function resolveFacts(
  answer: ExtractionAnswer,
  entities: Map<string, EntityWrite>,
  chunk: ChunkRow,
  group: string,
  ids: Ids,
): { relationships: RelationshipWrite[]; dropped: number } {
  const quotes = new QuoteFinder(chunk.text, chunk.spans)
  const relationships: RelationshipWrite[] = []
  let dropped = 0
  for (const fact of answer.facts) {
    const source = entities.get(fact.from)
    const target = entities.get(fact.to)
    const name = relationName(fact.rel)
    const page = quotes.pageOf(fact.quote, fact.page)
    if (!source || !target || source.uuid === target.uuid || name === '' || page === null) {
      dropped += 1
      continue
    }
    const uuid = ids.named('relationship', group, source.uuid, target.uuid, name, normaliseName(fact.fact))
    // One fact may stand in several places: each is evidence.
    relationships.push({
      uuid,
      sourceUuid: source.uuid,
      targetUuid: target.uuid,
      name,
      fact: fact.fact,
      validAt: parseDate(fact.since),
      invalidAt: parseDate(fact.until),
      page,
      quote: fact.quote,
    })
  }
  return { relationships, dropped }
}
