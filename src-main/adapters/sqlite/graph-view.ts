import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import type { Database } from './database.ts'

type SearchEntity = CommandOutput<'graph.search'>['entities'][number]
export type EntityView = Omit<SearchEntity, 'facts'>
export type FactView = CommandOutput<'graph.slice'>['facts'][number]

export interface EntityViewColumns {
  id: number
  uuid: string
  name: string
  type: string
  summary: string
  aliases: string
  mentions: number
}

/** Columns of an EntityViewColumns row, of the table named `n`. */
export const ENTITY_VIEW_COLUMNS = `n.id, n.uuid, n.name, n.type, n.summary, n.mentions,
  (SELECT json_group_array(alias ORDER BY created_seq, alias) FROM entity_alias
    WHERE entity_id = n.id AND alias <> n.name) AS aliases`

export interface FactViewColumns {
  id: number
  uuid: string
  source: string
  sourceUuid: string
  relation: string
  target: string
  targetUuid: string
  fact: string
  valid_at: number | null
  invalid_at: number | null
}

/** Columns of a FactViewColumns row: relationship `r` with its ends `s` and `t`. */
export const FACT_VIEW_COLUMNS = `r.id, r.uuid, s.name AS source, s.uuid AS sourceUuid, r.name AS relation,
  t.name AS target, t.uuid AS targetUuid, r.fact, r.valid_at, r.invalid_at`

export const FACT_VIEW_JOINS = 'JOIN entity s ON s.id = r.source_id JOIN entity t ON t.id = r.target_id'

export function entityView({ uuid, name, type, summary, aliases, mentions }: EntityViewColumns): EntityView {
  return { uuid, name, type, summary, aliases: JSON.parse(aliases) as string[], mentions }
}

/** Facts with the places they stand in. One whose documents are all deleted, but not yet swept, is left out. */
export function createFactView({ sql }: Pick<Database, 'sql'>): (row: FactViewColumns) => FactView[] {
  const evidence = sql.prepare<[number], FactView['evidence'][number]>(
    `SELECT d.id AS documentId, d.name AS document, v.page, v.quote
     FROM evidence v JOIN episode e ON e.id = v.episode_id JOIN document d ON d.id = e.document_id
     WHERE v.relationship_id = ? AND d.deleted_at IS NULL ORDER BY d.position, v.page, v.quote`,
  )
  return ({ id, valid_at, invalid_at, ...fact }) => {
    const places = evidence.all(id)
    if (places.length === 0) return []
    return [{ ...fact, validAt: isoDate(valid_at), invalidAt: isoDate(invalid_at), evidence: places }]
  }
}

/** Reads the ids of an entity's facts, the oldest first; at most `limit`, all without one. */
export function createFactIds({ sql }: Pick<Database, 'sql'>): (entityId: number, limit?: number) => number[] {
  const ids = sql
    .prepare<[{ id: number; limit: number }], number>(
      `SELECT id FROM relationship WHERE source_id = @id AND deleted = 0
       UNION SELECT id FROM relationship WHERE target_id = @id AND deleted = 0 ORDER BY id LIMIT @limit`,
    )
    .pluck()
  // Negative: no bound, by SQLite's own rule.
  return (id, limit = -1) => ids.all({ id, limit })
}

/** ISO 8601; the day alone where no time of day is known. */
function isoDate(at: number | null): string | null {
  if (at === null) return null
  const date = new Date(at)
  if (Number.isNaN(date.getTime())) return null
  return date.toISOString().replace('T00:00:00.000Z', '')
}
