import type { GraphCounts } from '../../../src-shared/contract/schemas.ts'
import type { GraphStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'

/** Reads the four counts; for use inside a transaction. */
export function createCountReader({ sql }: Pick<Database, 'sql'>): (group: string | null) => GraphCounts {
  const all = sql.prepare<[], GraphCounts>(
    `SELECT (SELECT count(*) FROM episode WHERE deleted = 0) AS episodes,
            (SELECT count(*) FROM entity WHERE deleted = 0) AS entities,
            (SELECT count(*) FROM relationship WHERE deleted = 0) AS relationships,
            (SELECT count(*) FROM mention) AS mentions`,
  )
  const ofGroup = sql.prepare<[{ group: string }], GraphCounts>(
    `SELECT (SELECT count(*) FROM episode WHERE group_id = @group AND deleted = 0) AS episodes,
            (SELECT count(*) FROM entity WHERE group_id = @group AND deleted = 0) AS entities,
            (SELECT count(*) FROM relationship WHERE group_id = @group AND deleted = 0) AS relationships,
            (SELECT count(*) FROM episode e JOIN mention m ON m.episode_id = e.id
             WHERE e.group_id = @group AND e.deleted = 0) AS mentions`,
  )
  const none = { episodes: 0, entities: 0, relationships: 0, mentions: 0 }
  return (group) => (group === null ? all.get() : ofGroup.get({ group })) ?? none
}

export function createGraphCounts(database: Database): Pick<GraphStore, 'graphCounts'> {
  const { sql, read } = database
  const counts = createCountReader(database)
  const types = sql.prepare<[string | null, string | null], { type: string; entities: number }>(
    `SELECT type, count(*) AS entities FROM entity WHERE deleted = 0 AND (? IS NULL OR group_id = ?)
     GROUP BY type ORDER BY type`,
  )
  return {
    graphCounts: (group) =>
      read(() => ({
        ...counts(group),
        types: Object.fromEntries(types.all(group, group).map((row) => [row.type, row.entities])),
      })),
  }
}
