import type { EntityWrite, EpochMs } from '../../engine/ports.ts'
import type { Database } from './database.ts'

/** What one episode says of an entity beside its name and type. */
export type Said = Pick<EntityWrite, 'summary' | 'named' | 'aliases' | 'keys'>

/** What a transaction did to a row: `changed` text is not what the search index holds; `lost`: something was taken back. */
export interface Touch {
  changed: boolean
  lost: boolean
}

export interface Written {
  id: number
  changed: boolean
}

interface EntityState {
  summary: string
  summary_episode_id: number | null
  mentions: number
  summary_said: string | null
}

/**
 * Rows of entities and what is derived from their mentions: keys and aliases with the number of mentions that say so,
 * the summary, the search text. Name and type stay as first seen; a name that nobody uses any more gives way to the oldest
 * alias. Each step belongs into the caller's transaction.
 */
export function createEntityRows({ sql }: Pick<Database, 'sql'>) {
  // One that comes back from the grave is new to every snapshot.
  const upsert = sql.prepare<unknown[], { id: number; created_seq: number }>(
    `INSERT INTO entity (uuid, group_id, name, type, summary, created_at, created_seq, change_seq)
     VALUES (?, ?, ?, ?, '', ?, ?, ?)
     ON CONFLICT (uuid) DO UPDATE SET
       name = iif(deleted, excluded.name, name), type = iif(deleted, excluded.type, type),
       created_at = iif(deleted, excluded.created_at, created_at),
       created_seq = iif(deleted, excluded.created_seq, created_seq), deleted = 0 RETURNING id, created_seq`,
  )
  const live = sql.prepare<[string], { id: number }>('SELECT id FROM entity WHERE uuid = ? AND deleted = 0')
  const addKey = sql.prepare(
    `INSERT INTO entity_key (group_id, key, entity_id, refs, created_seq) VALUES (?, ?, ?, 1, ?)
     ON CONFLICT DO UPDATE SET refs = refs + 1`,
  )
  const addAlias = sql.prepare<[number, string, number], { refs: number }>(
    `INSERT INTO entity_alias (entity_id, alias, refs, created_seq) VALUES (?, ?, 1, ?)
     ON CONFLICT DO UPDATE SET refs = refs + 1 RETURNING refs`,
  )
  const takeKey = sql.prepare('UPDATE entity_key SET refs = refs - 1 WHERE entity_id = ? AND key = ?')
  const takeAlias = sql.prepare('UPDATE entity_alias SET refs = refs - 1 WHERE entity_id = ? AND alias = ?')
  const dropKeys = sql.prepare('DELETE FROM entity_key WHERE entity_id = ? AND refs <= 0')
  const dropAliases = sql.prepare('DELETE FROM entity_alias WHERE entity_id = ? AND refs <= 0')
  const giveSummary = sql.prepare(
    `UPDATE entity SET summary_seq = iif(summary = @summary, summary_seq, @seq), summary = @summary,
       summary_episode_id = @episodeId WHERE id = @id AND (summary = '' OR summary_episode_id = @episodeId)`,
  )
  const stateOf = sql.prepare<[number], EntityState>(
    `SELECT summary, summary_episode_id, mentions,
       (SELECT said ->> 'summary' FROM mention WHERE entity_id = entity.id AND episode_id = summary_episode_id) AS summary_said
     FROM entity WHERE id = ?`,
  )
  const nextSummary = sql.prepare<[number], { episode_id: number; summary: string }>(
    `SELECT episode_id, said ->> 'summary' AS summary FROM mention
     WHERE entity_id = ? AND said ->> 'summary' <> '' ORDER BY episode_id LIMIT 1`,
  )
  const setSummary = sql.prepare('UPDATE entity SET summary = ?, summary_episode_id = ?, summary_seq = ? WHERE id = ?')
  // Mentions from before were not told whether they use it.
  const rename = sql.prepare(
    `UPDATE entity SET name = (SELECT alias FROM entity_alias WHERE entity_id = entity.id ORDER BY created_seq, alias LIMIT 1)
     WHERE id = ? AND EXISTS (SELECT 1 FROM entity_alias WHERE entity_id = entity.id)
       AND NOT EXISTS (SELECT 1 FROM mention WHERE entity_id = entity.id AND coalesce(said ->> 'named', 1))`,
  )
  const countMention = sql.prepare('UPDATE entity SET mentions = mentions + ? WHERE id = ?')
  const stamp = sql.prepare('UPDATE entity SET change_seq = ? WHERE id = ?')
  const bury = sql.prepare(
    `UPDATE entity SET deleted = 1, name = '', type = '', summary = '', summary_episode_id = NULL, summary_seq = NULL,
     change_seq = ?
     WHERE id = ?`,
  )
  const index = sql.prepare(
    `INSERT OR REPLACE INTO entity_text (rowid, name, aliases, summary)
     SELECT id, name, coalesce((SELECT group_concat(alias, ' ') FROM entity_alias WHERE entity_id = entity.id), ''), summary
     FROM entity WHERE id = ?`,
  )
  const unindex = sql.prepare('DELETE FROM entity_text WHERE rowid = ?')

  return {
    upsert(write: EntityWrite, { group, seq, now }: { group: string; seq: number; now: EpochMs }): Written {
      const row = upsert.get(write.uuid, group, write.name, write.type, now, seq, seq)
      return { id: row?.id ?? 0, changed: row?.created_seq === seq }
    },
    live: (uuid: string): number | null => live.get(uuid)?.id ?? null,
    /** A mention more or less of it. */
    countMention: (id: number, by: 1 | -1) => void countMention.run(by, id),
    /** To be called once for a mention that is new. Whether the search text changed. */
    say(id: number, said: Said, { group, episodeId, seq }: { group: string; episodeId: number; seq: number }): boolean {
      for (const key of new Set(said.keys)) addKey.run(group, key, id, seq)
      const added = [...new Set(said.aliases)].filter((alias) => addAlias.get(id, alias, seq)?.refs === 1)
      const { summary } = said
      const given = summary !== '' && giveSummary.run({ id, summary, episodeId, seq }).changes > 0
      return added.length > 0 || given
    },
    /** Rows are dropped in `settle` only, so that what is said again at once keeps its age. */
    unsay(id: number, said: Said): void {
      for (const key of new Set(said.keys)) takeKey.run(id, key)
      for (const alias of new Set(said.aliases)) takeAlias.run(id, alias)
    },
    /** Sets the row right after its mentions have changed: gone without one. */
    settle(id: number, seq: number, { changed, lost }: Touch): void {
      if (lost) {
        dropKeys.run(id)
        dropAliases.run(id)
        const state = stateOf.get(id)
        if (!state || state.mentions === 0) {
          bury.run(seq, id)
          unindex.run(id)
          return
        }
        rename.run(id)
        if (state.summary !== '' && state.summary_said !== state.summary) {
          const next = nextSummary.get(id)
          setSummary.run(next?.summary ?? '', next?.episode_id ?? null, next ? seq : null, id)
        }
      }
      stamp.run(seq, id)
      if (changed || lost) index.run(id)
    },
  }
}
