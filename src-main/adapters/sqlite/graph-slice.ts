import type { GraphStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import {
  createFactView,
  ENTITY_VIEW_COLUMNS,
  type EntityViewColumns,
  entityView,
  FACT_VIEW_COLUMNS,
  FACT_VIEW_JOINS,
  type FactViewColumns,
} from './graph-view.ts'

/** Where a slice ended: `e` in the entities or `r` in the relationships, behind which uuid. */
type Cursor = { part: 'e' | 'r'; after: string }

/** The whole graph in slices: all entities by uuid, then all facts by uuid. The same graph gives the same order anywhere. */
export function createGraphSlice(database: Database): Pick<GraphStore, 'graphSlice'> {
  const { sql, read } = database
  const factView = createFactView(database)
  type Bound = [{ group: string | null; after: string; limit: number }]
  const slice = (columns: string, from: string, table: string) => {
    const query = (group: string) =>
      `SELECT ${columns} FROM ${from} WHERE ${table}.deleted = 0 ${group} AND ${table}.uuid > @after
       ORDER BY ${table}.uuid LIMIT @limit`
    return { all: query('AND (@group IS NULL)'), group: query(`AND ${table}.group_id = @group`) }
  }
  const entitySql = slice(ENTITY_VIEW_COLUMNS, 'entity n', 'n')
  const factSql = slice(FACT_VIEW_COLUMNS, `relationship r ${FACT_VIEW_JOINS}`, 'r')
  const entities = {
    all: sql.prepare<Bound, EntityViewColumns>(entitySql.all),
    group: sql.prepare<Bound, EntityViewColumns>(entitySql.group),
  }
  const facts = {
    all: sql.prepare<Bound, FactViewColumns>(factSql.all),
    group: sql.prepare<Bound, FactViewColumns>(factSql.group),
  }

  return {
    graphSlice: (group, cursor, limit) =>
      read(() => {
        const which = group === null ? 'all' : 'group'
        const { part, after } = parse(cursor)
        if (part === 'e') {
          const rows = entities[which].all({ group, after, limit })
          const last = rows.length < limit ? null : rows.at(-1)
          return { entities: rows.map(entityView), facts: [], cursor: last ? `e${last.uuid}` : 'r' }
        }
        const rows = facts[which].all({ group, after, limit })
        const last = rows.length < limit ? null : rows.at(-1)
        return { entities: [], facts: rows.flatMap(factView), cursor: last ? `r${last.uuid}` : null }
      }),
  }
}

function parse(cursor: string | null): Cursor {
  if (cursor === null) return { part: 'e', after: '' }
  return { part: cursor.startsWith('r') ? 'r' : 'e', after: cursor.slice(1) }
}
