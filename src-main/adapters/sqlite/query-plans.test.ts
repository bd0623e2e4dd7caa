import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'
import { createStore } from './store.ts'

/** Every statement of the store. */
async function statements(sql: Sqlite.Database): Promise<Set<string>> {
  await migrate(sql, MIGRATIONS, () => 0)
  const sources = new Set<string>()
  const prepare = sql.prepare.bind(sql)
  sql.prepare = (source: string) => {
    sources.add(source)
    return prepare(source)
  }
  createStore(sql, { now: () => 0, after: () => () => {} })
  sql.prepare = prepare
  return sources
}

function planOf(sql: Sqlite.Database, source: string): string[] {
  const named = Object.fromEntries([...source.matchAll(/@(\w+)/g)].map((match) => [match[1], null]))
  const unnamed = [...source.matchAll(/\?/g)].map(() => null)
  const values = Object.keys(named).length > 0 ? [named] : unnamed
  const rows = sql.prepare<unknown[], { detail: string }>(`EXPLAIN QUERY PLAN ${source}`).all(...values)
  return rows.map((row) => row.detail)
}

/** Rows read to the end: small by nature (a partial index, one row, the words of a query) or a view of everything. */
const SMALL =
  /^SCAN (\w+ )?(wanted|w|json_each|graph_clock|setting|CONSTANT ROW|\(subquery)|VIRTUAL TABLE|INDEX (job_working|call_in_flight|document_offline)|COVERING INDEX (document_letters|document_discards|call_spoilt)\b/

/** Statements that show or count everything, so may read everything; none of them is part of the work on a chunk. */
const VIEWS = [
  'SELECT id FROM document WHERE deleted_at IS NULL AND (name = ?', // findDocuments
  'AS documentsEnded', // queueTotals: from a covering index
  'AS mentions', // graphCounts: from covering indexes
  'AS entities FROM entity', // graphCounts
  'INDEXED BY job_in_order', // jobIds: from a covering index
  "INDEXED BY document_open WHERE deleted_at IS NULL AND state IN ('queued', 'processing') ORDER BY", // queueIds
  'SELECT id FROM document WHERE deleted_at IS NULL ORDER BY position', // reportIds
  'SELECT id FROM document WHERE deleted_at IS NULL AND ended_at >= ? ORDER BY position', // reportIds since
  'AS unknown FROM llm_call', // spent
  'SELECT EXISTS (SELECT 1 FROM llm_call', // ends at the first
]

it('no statement but a view of everything reads a table from end to end', async () => {
  const sql = new Sqlite(':memory:')
  const sources = await statements(sql)
  expect(sources.size).toBeGreaterThan(100)
  const scans = [...sources].flatMap((source) => {
    if (VIEWS.some((view) => source.replaceAll(/\s+/g, ' ').includes(view))) return []
    const bad = planOf(sql, source).filter((detail) => detail.startsWith('SCAN') && !SMALL.test(detail))
    return bad.length > 0 ? [{ source, bad }] : []
  })
  expect(scans).toEqual([])
  sql.close()
})

/** What runs with every claim, call and tick, and the index that it must use. */
const HOT: [what: string, part: string, indexes: string[]][] = [
  ['claim', `parked = 0 AND part >= ? ORDER BY priority, position LIMIT 1`, ['job_queue']],
  ['claimKgDocument', `j.started_at IS NOT NULL AND (d.chunks_pending > 0`, ['job_begun']],
  ['claimBeside', `j.started_at IS NOT NULL AND j.available_at <= ? AND j.document_id NOT IN`, ['job_begun']],
  ['pendingChunks', `state = 'pending' AND ordinal > ?`, ['chunk_by_state']],
  ['findAnswer', 'WHERE answer_key = ?', ['call_answers']],
  ['findSpoilt', 'AND chunk_id = ? AND answer_key = ?', ['call_by_document']],
  ['windowCalls', 'UNION SELECT id, state, sent_at', ['call_by_send', 'call_by_end', 'call_in_flight']],
  ['spentSince', 'AS spent', ['call_by_settlement', 'call_in_flight']],
  ['queueTotals', 'AS documentsEnded', ['COVERING INDEX document_by_state']],
  [
    'entitiesByKeys',
    'k.key = wanted.value JOIN entity n ON n.id = k.entity_id ORDER BY',
    ['sqlite_autoindex_entity_key_1|PRIMARY KEY'],
  ],
  ['enqueue', 'AND bytes = ? AND modified_ms = ?', ['document_open_path']],
  ['queueRowsOf', 'AS statuses, CASE', ['sqlite_autoindex_document_1']],
  [
    'documentReports, spent',
    'AS unknown FROM llm_call WHERE document_id = @id',
    ['COVERING INDEX call_by_document', 'COVERING INDEX call_spoilt'],
  ],
  [
    'spent since',
    'AS unknown FROM llm_call WHERE ended_at >= @since',
    ['COVERING INDEX call_spoilt', 'COVERING INDEX call_by_settlement'],
  ],
  ['documentReports', 'd.pages_text, d.pages_empty', ['sqlite_autoindex_document_1']],
  ['jobIds', 'FROM processing_job INDEXED BY job_in_order', ['SCAN processing_job USING COVERING INDEX job_in_order']],
  ['facts', 'r.id = wanted.value', ['SEARCH r USING INTEGER PRIMARY KEY']],
  ['factIds', 'AND deleted = 0 ORDER BY id LIMIT @limit', ['relationship_by_source', 'relationship_by_target']],
  ['queueRowsOf, positions', '(priority, position) < (?, ?)', ['COVERING INDEX document_open']],
  ['queueTotals, jobs', 'INDEXED BY job_queue WHERE phase = ?', ['COVERING INDEX job_queue']],
  ['queueTotals, lossy', 'AS documents, coalesce(sum(CASE state', ['COVERING INDEX document_letters']],
  [
    'letters, documents',
    'ended_at, error_code, error_message, error_remedy FROM document INDEXED BY document_letters',
    ['SEARCH document USING INDEX document_letters'],
  ],
  [
    'letters, discarded',
    'ended_at, error_code, error_message, error_remedy FROM document INDEXED BY document_discards',
    ['SEARCH document USING INDEX document_discards'],
  ],
  [
    'letters, pages',
    `FROM page WHERE document_id = ? AND state = 'failed' AND discarded = ? AND number > ?`,
    ['page_dead'],
  ],
  [
    'letters, chunks',
    `FROM chunk WHERE document_id = ? AND state = 'failed' AND discarded = ? AND ordinal > ?`,
    ['chunk_dead'],
  ],
  ['letters, paid for a chunk', 'AS answer FROM llm_call WHERE document_id = ? AND chunk_id = ?', ['call_by_document']],
  [
    'finishChunk, discarded',
    'chunks_discarded = (SELECT count(*)',
    ['COVERING INDEX chunk_dead', 'COVERING INDEX page_dead'],
  ],
  ['queueTotals, waiting', 'INDEXED BY document_pending', ['SEARCH document USING COVERING INDEX document_pending']],
  ['queueTotals, working', 'count(DISTINCT document_id) AS documents FROM processing_job WHERE', ['job_working']],
  ['removeAnswers', 'AS needed FROM llm_call', ['call_kept_by_end', 'chunk_by_text']],
  ['removeFiles', 'NULL, sha256) AS sha256 FROM document', ['document_file', 'document_by_bytes']],
  ['chunkReports, removed', 'AS removed_at FROM chunk', ['call_kept_by_text', 'COVERING INDEX call_removed']],
  ['callFaults', 'AS paidTwice', ['call_paced_out', 'call_paid_twice', 'call_unknown']],
  ['recordAnswer, cost', 'UPDATE document SET cost', ['COVERING INDEX call_by_document']],
  ['recordAnswer, twin', 'SET paid_twice = 1 WHERE id = ? AND EXISTS', ['call_answers']],
  ['finishChunk, twins', 'SET paid_twice = 1 WHERE answer_key', ['call_answers']],
  ['sweepDeleted, activity', 'SELECT seq FROM event WHERE document_id = ?', ['event_by_document']],
  ['activity by kind', 'WHERE kind = ? AND seq < ? ORDER BY seq DESC', ['event_by_kind']],
  [
    'entitiesByType',
    'entity_by_type_mentions WHERE n.deleted = 0 AND n.type = @type AND n.mentions < @mentions',
    ['entity_by_type_mentions'],
  ],
  [
    'entitiesByType, as often',
    'n.type = @type AND n.mentions = @mentions AND n.uuid > @after',
    ['mentions=\\? AND uuid>\\?'],
  ],
  ['entitiesByType of any', '@type IS NULL AND n.mentions < @mentions', ['mentions<\\?|mentions>\\?']],
  ['entitiesByType of any, as often', '@type IS NULL AND n.mentions = @mentions', ['mentions=\\? AND uuid>\\?']],
  ['documentPages, facts', 'AS facts FROM episode', ['episode_by_document', 'COVERING INDEX evidence_by_episode']],
  ['chunkDetail, facts', 'ORDER BY v.page, r.id, v.quote', ['episode_by_chunk', 'evidence_by_episode']],
]

it.each(HOT)('%s uses its index', async (_, part, indexes) => {
  const sql = new Sqlite(':memory:')
  const sources = [...(await statements(sql))].filter((source) => source.replaceAll(/\s+/g, ' ').includes(part))
  expect(sources).toHaveLength(1)
  const plan = planOf(sql, sources[0] ?? '')
  for (const index of indexes) expect(plan.join('\n')).toMatch(new RegExp(`(${index})(\\W|$)`))
  expect(plan.filter((detail) => detail.includes('TEMP B-TREE') && part.includes('LIMIT 1'))).toEqual([])
  sql.close()
})
