import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { EntityWrite, EpochMs, WriteSet } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createEntityRows, type Said, type Touch } from './entity-rows.ts'
import { createRelationshipRows } from './relationship-rows.ts'

/**
 * Pages of a search index that one step merges: more than a change writes, times the levels of a large index. Of one with
 * many removed rows a merge reads far more than it writes, so that four times as many took over 10 ms.
 */
export const MERGED_PAGES = 4

export interface EpisodePlace {
  documentId: string
  chunkId: number
  ordinal: number
}

/** One transaction's changes to the graph: first clear, then write, then settle. */
export interface GraphChange {
  clearChunk(chunkId: number): void
  /** Takes back what one episode said. Returns the number of rows concerned. */
  clearEpisode(episodeId: number): number
  write(set: WriteSet, place: EpisodePlace): void
  /**
   * Buries what nothing speaks of any more and stamps the rest. Only here are rows judged that lost something,
   * so that writing the same set again leaves every id as it was.
   */
  settle(): void
}

export function createGraphWriter({ sql }: Pick<Database, 'sql'>): { begin(now: EpochMs): GraphChange } {
  const tick = sql.prepare<[], { seq: number }>('UPDATE graph_clock SET seq = seq + 1 RETURNING seq')
  const ofChunk = sql.prepare<[number], { id: number }>('SELECT id FROM episode WHERE chunk_id = ? AND deleted = 0')
  const liveByUuid = sql.prepare<[string], { id: number }>('SELECT id FROM episode WHERE uuid = ? AND deleted = 0')
  const bury = sql.prepare(
    `UPDATE episode SET deleted = 1, name = '', document_id = NULL, chunk_id = NULL, ordinal = NULL, change_seq = ?
     WHERE id = ?`,
  )
  const upsert = sql.prepare<unknown[], { id: number }>(
    `INSERT INTO episode (uuid, group_id, document_id, chunk_id, ordinal, name, created_at, change_seq)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (uuid) DO UPDATE SET document_id = excluded.document_id, chunk_id = excluded.chunk_id,
       ordinal = excluded.ordinal, name = excluded.name, change_seq = excluded.change_seq, deleted = 0 RETURNING id`,
  )
  const mentionsOf = sql.prepare<[number], { entity_id: number; said: string }>(
    'SELECT entity_id, said FROM mention WHERE episode_id = ?',
  )
  const dropMentions = sql.prepare('DELETE FROM mention WHERE episode_id = ?')
  const mention = sql.prepare('INSERT OR IGNORE INTO mention (episode_id, entity_id, said) VALUES (?, ?, ?)')
  const mergeEntityText = sql.prepare(`INSERT INTO entity_text (entity_text, rank) VALUES ('merge', ${MERGED_PAGES})`)
  const mergeFactText = sql.prepare(`INSERT INTO fact_text (fact_text, rank) VALUES ('merge', ${MERGED_PAGES})`)
  const entities = createEntityRows({ sql })
  const relationships = createRelationshipRows({ sql })

  function begin(now: EpochMs): GraphChange {
    let seq = 0
    const changeSeq = () => (seq ||= tick.get()?.seq ?? 0)
    const touchedEntities = new Map<number, Touch>()
    const touchedRelationships = new Map<number, Touch>()

    function clearEpisode(episodeId: number): number {
      const said = mentionsOf.all(episodeId)
      for (const row of said) {
        entities.countMention(row.entity_id, -1)
        entities.unsay(row.entity_id, JSON.parse(row.said) as Said)
        touch(touchedEntities, row.entity_id, { lost: true })
      }
      dropMentions.run(episodeId)
      const facts = relationships.dropEvidence(episodeId)
      for (const id of facts) touch(touchedRelationships, id, { lost: true })
      bury.run(changeSeq(), episodeId)
      return 1 + said.length + facts.length
    }

    /** Whether the mention is new. */
    function mentions(episodeId: number, entityId: number, said: Said): boolean {
      if (mention.run(episodeId, entityId, JSON.stringify(said)).changes === 0) return false
      entities.countMention(entityId, 1)
      return true
    }

    function say(episodeId: number, write: EntityWrite, group: string): number {
      const { id, changed } = entities.upsert(write, { group, seq: changeSeq(), now })
      touch(touchedEntities, id, { changed })
      const { summary, named, aliases, keys } = write
      const said: Said = { summary, named, aliases, keys }
      if (mentions(episodeId, id, said)) {
        const changed = entities.say(id, said, { group, episodeId, seq: changeSeq() })
        touch(touchedEntities, id, { changed })
      }
      return id
    }

    /** An end of a relationship; one that the set does not describe must live in the graph, and is mentioned too. */
    function endOf(uuid: string, written: Map<string, number>, episodeId: number): number {
      const known = written.get(uuid)
      if (known !== undefined) return known
      const id = entities.live(uuid)
      if (id === null) {
        throw new SluiceError('internal', `Expected both ends of a relationship in the graph; ${uuid} is not there.`)
      }
      mentions(episodeId, id, { summary: '', named: false, aliases: [], keys: [] })
      touch(touchedEntities, id, {})
      return id
    }

    return {
      clearEpisode,
      clearChunk(chunkId) {
        for (const { id } of ofChunk.all(chunkId)) clearEpisode(id)
      },
      write({ group, episode, ...set }, { documentId, chunkId, ordinal }) {
        // The same text may have moved to another place of the document, or come back with another row of it.
        const elsewhere = liveByUuid.get(episode.uuid)
        if (elsewhere) clearEpisode(elsewhere.id)
        const columns = [episode.uuid, group, documentId, chunkId, ordinal, episode.name, now, changeSeq()]
        const episodeId = upsert.get(...columns)?.id ?? 0
        const written = new Map(set.entities.map((entity) => [entity.uuid, say(episodeId, entity, group)]))
        for (const fact of set.relationships) {
          const source = endOf(fact.sourceUuid, written, episodeId)
          const target = endOf(fact.targetUuid, written, episodeId)
          const { id, changed } = relationships.upsert(fact, { source, target, group, seq: changeSeq(), now })
          relationships.addEvidence(id, episodeId, fact)
          touch(touchedRelationships, id, { changed })
        }
      },
      settle() {
        for (const [id, how] of touchedRelationships) relationships.settle(id, changeSeq(), how)
        for (const [id, how] of touchedEntities) entities.settle(id, changeSeq(), how)
        if (touchedEntities.size > 0) mergeEntityText.run()
        if (touchedRelationships.size > 0) mergeFactText.run()
      },
    }
  }
  return { begin }
}

function touch(rows: Map<number, Touch>, id: number, how: Partial<Touch>): void {
  const before = rows.get(id)
  rows.set(id, {
    changed: (before?.changed ?? false) || (how.changed ?? false),
    lost: (before?.lost ?? false) || (how.lost ?? false),
  })
}
