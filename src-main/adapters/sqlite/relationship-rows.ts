import type { EpochMs, RelationshipWrite } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import type { Touch, Written } from './entity-rows.ts'

interface Placed {
  source: number
  target: number
  group: string
  seq: number
  now: EpochMs
}

/** Rows of relationships and their evidence. Each step belongs into the caller's transaction. */
export function createRelationshipRows({ sql }: Pick<Database, 'sql'>) {
  const upsert = sql.prepare<unknown[], { id: number; change_seq: number }>(
    `INSERT INTO relationship (uuid, group_id, source_id, target_id, name, fact, created_at, change_seq)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (uuid) DO UPDATE SET
       source_id = iif(deleted, excluded.source_id, source_id), target_id = iif(deleted, excluded.target_id, target_id),
       name = iif(deleted, excluded.name, name), fact = iif(deleted, excluded.fact, fact),
       created_at = iif(deleted, excluded.created_at, created_at),
       change_seq = iif(deleted, excluded.change_seq, change_seq), deleted = 0 RETURNING id, change_seq`,
  )
  const addEvidence = sql.prepare(
    `INSERT OR IGNORE INTO evidence (relationship_id, episode_id, page, quote, valid_at, invalid_at)
     VALUES (?, ?, ?, ?, ?, ?)`,
  )
  const factsOf = sql.prepare<[number], { id: number }>(
    'SELECT DISTINCT relationship_id AS id FROM evidence WHERE episode_id = ?',
  )
  const dropEvidence = sql.prepare('DELETE FROM evidence WHERE episode_id = ?')
  const supported = sql.prepare<[number], { found: number }>(
    'SELECT 1 AS found FROM evidence WHERE relationship_id = ? LIMIT 1',
  )
  const refresh = sql.prepare(
    `UPDATE relationship SET change_seq = ?,
       valid_at = (SELECT valid_at FROM evidence WHERE relationship_id = relationship.id AND valid_at IS NOT NULL
                   ORDER BY episode_id LIMIT 1),
       invalid_at = (SELECT invalid_at FROM evidence WHERE relationship_id = relationship.id AND invalid_at IS NOT NULL
                     ORDER BY episode_id LIMIT 1)
     WHERE id = ?`,
  )
  const bury = sql.prepare(
    `UPDATE relationship SET deleted = 1, name = '', fact = '', valid_at = NULL, invalid_at = NULL, change_seq = ?
     WHERE id = ?`,
  )
  const index = sql.prepare(
    'INSERT OR REPLACE INTO fact_text (rowid, fact) SELECT id, fact FROM relationship WHERE id = ?',
  )
  const unindex = sql.prepare('DELETE FROM fact_text WHERE rowid = ?')

  return {
    upsert(write: RelationshipWrite, { source, target, group, seq, now }: Placed): Written {
      const row = upsert.get(write.uuid, group, source, target, write.name, write.fact, now, seq)
      return { id: row?.id ?? 0, changed: row?.change_seq === seq }
    },
    addEvidence(id: number, episodeId: number, { page, quote, validAt, invalidAt }: RelationshipWrite): void {
      addEvidence.run(id, episodeId, page, quote, validAt, invalidAt)
    },
    /** Returns the relationships that lost some. */
    dropEvidence(episodeId: number): number[] {
      const ids = factsOf.all(episodeId).map((row) => row.id)
      dropEvidence.run(episodeId)
      return ids
    },
    /** Sets the row right after its evidence has changed: gone without one. */
    settle(id: number, seq: number, { changed, lost }: Touch): void {
      if (!lost || supported.get(id)) {
        refresh.run(seq, id)
        if (changed) index.run(id)
      } else {
        bury.run(seq, id)
        unindex.run(id)
      }
    },
  }
}
