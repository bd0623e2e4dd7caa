import type { GraphStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import {
  createFactIds,
  createFactView,
  ENTITY_VIEW_COLUMNS,
  type EntityViewColumns,
  entityView,
  FACT_VIEW_COLUMNS,
  FACT_VIEW_JOINS,
  type FactViewColumns,
} from './graph-view.ts'

interface Bound {
  type: string | null
  group: string | null
  /** The last one seen: as often mentioned, its uuid. */
  mentions: number
  after: string
  limit: number
}

/** Entities by how often they are mentioned, one of them, and facts. */
export function createGraphEntities(database: Database): Pick<GraphStore, 'entitiesByType' | 'graphEntity' | 'facts'> {
  const { sql, read } = database
  const factView = createFactView(database)
  const factIdsOf = createFactIds(database)
  const ordered = (index: string, where: string) =>
    sql.prepare<[Bound], EntityViewColumns>(
      `SELECT ${ENTITY_VIEW_COLUMNS} FROM entity n INDEXED BY ${index}
       WHERE n.deleted = 0 AND ${where} AND (@group IS NULL OR n.group_id = @group)
       ORDER BY n.mentions DESC, n.uuid LIMIT @limit`,
    )
  /** Most are mentioned once, so those mentioned as often as the last one seen are a look-up of their own. */
  const mostMentioned = (index: string, type: string) => {
    const asOften = ordered(index, `${type} AND n.mentions = @mentions AND n.uuid > @after`)
    const lessOften = ordered(index, `${type} AND n.mentions < @mentions`)
    return (bound: Bound): EntityViewColumns[] => {
      const rows = asOften.all(bound)
      return [...rows, ...lessOften.all({ ...bound, limit: bound.limit - rows.length })]
    }
  }
  const ofAny = mostMentioned('entity_by_mentions', '@type IS NULL')
  const ofType = mostMentioned('entity_by_type_mentions', 'n.type = @type')
  const byUuid = sql.prepare<[string], EntityViewColumns>(
    `SELECT ${ENTITY_VIEW_COLUMNS} FROM entity n WHERE n.uuid = ? AND n.deleted = 0`,
  )
  const named = sql.prepare<[string], FactViewColumns>(
    `SELECT ${FACT_VIEW_COLUMNS} FROM json_each(?) AS wanted CROSS JOIN relationship r ON r.id = wanted.value
     ${FACT_VIEW_JOINS} WHERE r.deleted = 0 ORDER BY wanted.key`,
  )

  return {
    entitiesByType: (type, group, cursor, limit) =>
      read(() => {
        const rows = (type === null ? ofAny : ofType)({ type, group, limit, ...parse(cursor) })
        const last = rows.length < limit ? undefined : rows.at(-1)
        return { entities: rows.map(entityView), cursor: last ? `${last.mentions} ${last.uuid}` : null }
      }),

    graphEntity: (uuid) =>
      read(() => {
        const row = byUuid.get(uuid)
        return row ? { entity: entityView(row), facts: factIdsOf(row.id) } : null
      }),

    facts: (ids) =>
      read(() => named.all(JSON.stringify(ids)).flatMap((row) => factView(row).map((fact) => ({ id: row.id, fact })))),
  }
}

function parse(cursor: string | null): Pick<Bound, 'mentions' | 'after'> {
  if (cursor === null) return { mentions: Number.MAX_SAFE_INTEGER, after: '' }
  const space = cursor.indexOf(' ')
  return { mentions: Number(cursor.slice(0, space)), after: cursor.slice(space + 1) }
}
