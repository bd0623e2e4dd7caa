import type { EntityType } from '../../../src-shared/model/extraction.ts'
import type { GraphStore, KeyedEntity } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createGraphCounts } from './graph-counts.ts'
import { createGraphEntities } from './graph-entities.ts'
import { createGraphSearch } from './graph-search.ts'
import { createGraphSlice } from './graph-slice.ts'

interface KeyedColumns {
  key: string
  uuid: string
  name: string
  type: EntityType
  summary: string
  aliases: string
}

/** Whether an episode of the document up to an ordinal says something of the entity; parameters document, ordinal. */
const saidBefore = (
  entity: string,
  what = '1',
) => `EXISTS (SELECT 1 FROM mention m JOIN episode e ON e.id = m.episode_id
  WHERE m.entity_id = ${entity} AND e.document_id = @documentId AND e.ordinal <= @throughOrdinal AND ${what})`

const saysWord = (list: string, word: string) =>
  `EXISTS (SELECT 1 FROM json_each(m.said, '$.${list}') w WHERE w.value = ${word})`

/** The graph as people and prompts read it. Rows that are gone show nowhere. */
export function createGraphStore(database: Database): GraphStore {
  const { sql, read } = database
  const byKeys = sql.prepare<[string, string], KeyedColumns>(
    `SELECT k.key, n.uuid, n.name, n.type, n.summary,
       (SELECT json_group_array(alias ORDER BY created_seq, alias) FROM entity_alias
        WHERE entity_id = n.id AND alias <> n.name) AS aliases
     FROM json_each(?) AS wanted CROSS JOIN entity_key k ON k.group_id = ? AND k.key = wanted.value
     JOIN entity n ON n.id = k.entity_id
     ORDER BY wanted.id, n.created_seq, n.uuid`,
  )
  // Keys, aliases and summaries that are younger than the snapshot count only if the document's own earlier chunks gave them.
  const forPrompt = sql.prepare<[Record<string, string | number>], KeyedColumns>(
    `SELECT k.key, n.uuid, n.name, n.type,
       CASE WHEN n.summary_seq <= @beforeSeq OR EXISTS (SELECT 1 FROM episode g WHERE g.id = n.summary_episode_id
              AND g.document_id = @documentId AND g.ordinal <= @throughOrdinal) THEN n.summary ELSE '' END AS summary,
       (SELECT json_group_array(a.alias ORDER BY a.created_seq, a.alias) FROM entity_alias a WHERE a.entity_id = n.id AND a.alias <> n.name
        AND (a.created_seq <= @beforeSeq OR ${saidBefore('a.entity_id', saysWord('aliases', 'a.alias'))})) AS aliases
     FROM json_each(@keys) AS wanted CROSS JOIN entity_key k ON k.group_id = @group AND k.key = wanted.value
     JOIN entity n ON n.id = k.entity_id
     WHERE (n.created_seq <= @beforeSeq OR ${saidBefore('n.id')})
       AND (k.created_seq <= @beforeSeq OR ${saidBefore('n.id', saysWord('keys', 'k.key'))})
     ORDER BY wanted.id, n.created_seq, n.uuid`,
  )

  return {
    ...createGraphCounts(database),
    ...createGraphEntities(database),
    ...createGraphSearch(database),
    ...createGraphSlice(database),
    entitiesByKeys: (group, keys) => read(() => byKeys.all(JSON.stringify(keys), group).map(keyedEntity)),
    entitiesForPrompt: (group, keys, snapshot) =>
      read(() => forPrompt.all({ ...snapshot, group, keys: JSON.stringify(keys) }).map(keyedEntity)),
  }
}

function keyedEntity({ key, uuid, name, type, summary, aliases }: KeyedColumns): KeyedEntity {
  return { key, uuid, name, type, summary, aliases: JSON.parse(aliases) as string[] }
}
