import type { GraphStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createFactIds, ENTITY_VIEW_COLUMNS, type EntityViewColumns, entityView } from './graph-view.ts'

/** Matches that are weighed against each other, the oldest: words that stand in more say little of what is meant. */
const NAMES_WEIGHED = 2000
const FACTS_WEIGHED = 1000

/** Words anywhere in names, aliases, summaries and facts; the last may be unfinished. */
export function createGraphSearch(database: Database): Pick<GraphStore, 'searchGraph'> {
  const { sql, read } = database
  const factIdsOf = createFactIds(database)
  type Bound = [{ match: string; group: string | null; limit: number }]
  const byName = sql.prepare<Bound, { id: number }>(
    `SELECT id FROM (SELECT n.id, n.uuid, bm25(entity_text, 10, 6, 1) AS score
       FROM entity_text f JOIN entity n ON n.id = f.rowid
       WHERE entity_text MATCH @match AND n.deleted = 0 AND (@group IS NULL OR n.group_id = @group) LIMIT ${NAMES_WEIGHED})
     ORDER BY score, uuid LIMIT @limit`,
  )
  const byFact = sql.prepare<Bound, { source_id: number; target_id: number }>(
    `SELECT source_id, target_id FROM (SELECT r.source_id, r.target_id, r.uuid, bm25(fact_text) AS score
       FROM fact_text f JOIN relationship r ON r.id = f.rowid
       WHERE fact_text MATCH @match AND r.deleted = 0 AND (@group IS NULL OR r.group_id = @group) LIMIT ${FACTS_WEIGHED})
     ORDER BY score, uuid LIMIT @limit`,
  )
  const entity = sql.prepare<[number], EntityViewColumns>(
    `SELECT ${ENTITY_VIEW_COLUMNS} FROM entity n WHERE n.id = ? AND n.deleted = 0`,
  )

  return {
    searchGraph: (query, group, limit, facts) =>
      read(() => {
        const words = wordsOf(query)
        if (words.length === 0) return []
        const ids = new Set<number>()
        for (const match of [words.join(' '), words.join(' OR ')]) {
          if (ids.size > 0) break
          for (const row of byName.all({ match, group, limit })) ids.add(row.id)
          for (const row of byFact.all({ match, group, limit })) ids.add(row.source_id).add(row.target_id)
        }
        const found = [...ids].slice(0, limit).flatMap((id) => entity.get(id) ?? [])
        return found.map((row) => ({ entity: entityView(row), facts: factIdsOf(row.id, facts) }))
      }),
  }
}

/** Quoted, so that nothing in it is an operator of the query language; each may be the beginning of a word. */
function wordsOf(query: string): string[] {
  return (query.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []).map((word) => `"${word}"*`)
}
