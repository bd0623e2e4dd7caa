import type { EntityType } from '../../../../src-shared/model/extraction.ts'
import type { GraphCounts } from '../../../../src-shared/contract/schemas.ts'
import type { CommandOutput } from '../../../../src-shared/contract/commands.ts'
import type { EpochMs } from '../system.ts'

export interface EpisodeWrite {
  uuid: string
  /** "<file> - Chunk <n>". */
  name: string
}

export interface EntityWrite {
  uuid: string
  name: string
  type: EntityType
  summary: string
  /** Whether the chunk itself uses the name: another may have given it. */
  named: boolean
  /** Other names that the chunk uses. */
  aliases: string[]
  /** Normalised name and aliases: what resolution looks up. */
  keys: string[]
}

export interface RelationshipWrite {
  uuid: string
  sourceUuid: string
  targetUuid: string
  /** SCREAMING_SNAKE_CASE. */
  name: string
  fact: string
  validAt: EpochMs | null
  invalidAt: EpochMs | null
  /** Page number in the document. */
  page: number
  quote: string
}

/** All that one chunk adds to the graph; replayable: the same set twice changes nothing. */
export interface WriteSet {
  group: string
  episode: EpisodeWrite
  entities: EntityWrite[]
  relationships: RelationshipWrite[]
}

export interface EntityRow {
  uuid: string
  name: string
  type: EntityType
  summary: string
  aliases: string[]
}

export interface KeyedEntity extends EntityRow {
  /** The looked-up key that led to it. */
  key: string
}

/** An entity and the ids of its facts: an entity in the middle of things has thousands. */
export interface EntityWithFacts {
  entity: CommandOutput<'graph.entity'>['entity']
  facts: number[]
}

export interface GraphStore {
  /** Entities of a group that carry one of the normalised names. */
  entitiesByKeys(group: string, keys: string[]): Promise<KeyedEntity[]>
  /**
   * The same as the graph stood for a prompt: entities older than `beforeSeq`, and those that chunks of the document
   * up to `throughOrdinal` made.
   */
  entitiesForPrompt(
    group: string,
    keys: string[],
    snapshot: { beforeSeq: number; documentId: string; throughOrdinal: number },
  ): Promise<KeyedEntity[]>
  graphCounts(group: string | null): Promise<GraphCounts & { types: Record<string, number> }>
  /** Entities that fit the words, the best first, each with at most `facts` of its facts. */
  searchGraph(query: string, group: string | null, limit: number, facts: number): Promise<EntityWithFacts[]>
  entitiesByType(
    type: string | null,
    group: string | null,
    cursor: string | null,
    limit: number,
  ): Promise<CommandOutput<'graph.entities'>>
  /** An entity and all its facts; null if it is gone. */
  graphEntity(uuid: string): Promise<EntityWithFacts | null>
  /** The facts of these ids, in their order; one that is gone, or whose documents are all deleted, is left out. */
  facts(ids: number[]): Promise<{ id: number; fact: CommandOutput<'graph.entity'>['facts'][number] }[]>
  graphSlice(group: string | null, cursor: string | null, limit: number): Promise<CommandOutput<'graph.slice'>>
}
