import type { DocumentState, Provider } from '../../../src-shared/model/document.ts'
import { PHASES, type JobStatus, type Phase } from '../../../src-shared/model/phase.ts'
import { toUsd } from '../../../src-shared/model/money.ts'
import type { QueueRows, ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { WAITING } from './letter-columns.ts'
import { type CountColumns, chunkCountsOf, estimateOf } from './report-columns.ts'
import { type ErrorColumns, errorOf, priorityOf } from './rows.ts'

interface QueueColumns extends ErrorColumns, CountColumns {
  id: string
  name: string
  /** As stored: `waiting` is derived from the jobs. */
  state: DocumentState
  priority: number
  position: number
  provider: Provider | null
  group_id: string
  bytes: number
  added_at: number
  ended_at: number | null
  pages: number | null
  pages_done: number
  /** JSON: status by phase. */
  statuses: string
  gaps: number
  letters: number
}

type QueueRow = QueueRows[number]

const UNFINISHED = `deleted_at IS NULL AND state IN ('queued', 'processing')`

/** One look at the jobs tells state, phase and status of each phase; gaps are counted as `createGapReader` groups them. */
const COLUMNS = `d.id, d.name, d.state, d.priority, d.position, d.provider, d.group_id, d.bytes, d.added_at, d.ended_at,
  d.pages, d.pages_text + d.pages_empty + d.pages_scanned + d.pages_recognised + d.pages_failed AS pages_done,
  d.chunks_pending, d.chunks_completed, d.chunks_failed, d.chunks_cancelled, d.estimated_input, d.estimated_output,
  d.cost, ${WAITING.count} AS letters, d.error_code, d.error_message, d.error_remedy,
  (SELECT json_group_object(phase, status) FROM processing_job WHERE document_id = d.id) AS statuses,
  CASE WHEN d.state = 'completed' AND (d.chunks_failed > 0 OR d.pages_failed > 0) THEN (SELECT count(*) FROM (
    SELECT error_code, discarded FROM chunk WHERE document_id = d.id AND state = 'failed' AND error_code IS NOT NULL
    UNION SELECT coalesce(error_code, 'page_unreadable'), discarded FROM page WHERE document_id = d.id AND state = 'failed'
  )) ELSE 0 END AS gaps`

/** Documents as rows of the queue: those with work left in its order, then those that ended, in the order they did. */
export function createQueueRows(database: Database): Pick<ReportStore, 'queueIds' | 'queueRowsOf'> {
  const { sql, read } = database
  const unfinished = sql
    .prepare<[], string>(
      `SELECT id FROM document INDEXED BY document_open WHERE ${UNFINISHED} ORDER BY priority, position`,
    )
    .pluck()
  const ended = sql
    .prepare<[], string>(
      `SELECT id FROM document INDEXED BY document_by_end
       WHERE deleted_at IS NULL AND ended_at IS NOT NULL AND state IN ('completed', 'failed', 'cancelled')
       ORDER BY ended_at, position`,
    )
    .pluck()
  const named = sql.prepare<[string], QueueColumns>(
    `SELECT ${COLUMNS} FROM json_each(?) AS wanted CROSS JOIN document d ON d.id = wanted.value
     WHERE d.deleted_at IS NULL ORDER BY wanted.key`,
  )
  const between = sql.prepare<[number, number, number, number], { documents: number }>(
    `SELECT count(*) AS documents FROM document INDEXED BY document_open
     WHERE ${UNFINISHED} AND (priority, position) >= (?, ?) AND (priority, position) < (?, ?)`,
  )

  /** Positions in the queue, from 1: one walk along its index, as far as the last of the rows. */
  function positionsOf(rows: QueueColumns[]): Map<string, number> {
    const inOrder = rows.filter(isUnfinished).toSorted((a, b) => a.priority - b.priority || a.position - b.position)
    const positions = new Map<string, number>()
    let [before, from] = [0, { priority: -1, position: 0 }]
    for (const row of inOrder) {
      before += between.get(from.priority, from.position, row.priority, row.position)?.documents ?? 0
      positions.set(row.id, before + 1)
      from = row
    }
    return positions
  }

  return {
    queueIds: (withEnded) => read(() => (withEnded ? [...unfinished.all(), ...ended.all()] : unfinished.all())),

    queueRowsOf: (documentIds, model, places = true) =>
      read(() => {
        const rows = named.all(JSON.stringify([...new Set(documentIds)]))
        const positions = places ? positionsOf(rows) : new Map<string, number>()
        return rows.map((row) => queueRow(row, isUnfinished(row) ? (positions.get(row.id) ?? 0) : null, model))
      }),
  }
}

function isUnfinished({ state }: QueueColumns): boolean {
  return state === 'queued' || state === 'processing'
}

function queueRow(row: QueueColumns, position: number | null, model: string): QueueRow {
  const statuses = JSON.parse(row.statuses) as Partial<Record<Phase, JobStatus>>
  const working = PHASES.findLast((phase) => statuses[phase] === 'processing')
  const left = PHASES.find((phase) => ['pending', 'failed', 'dead'].includes(statuses[phase] ?? ''))
  return {
    id: row.id,
    name: row.name,
    state: row.state === 'processing' && !working ? 'waiting' : row.state,
    phase: working ?? left ?? null,
    phases: {
      ingestion: statuses.ingestion ?? null,
      extraction: statuses.extraction ?? null,
      chunking: statuses.chunking ?? null,
      kg_ingest: statuses.kg_ingest ?? null,
    },
    position,
    priority: priorityOf(row.priority),
    provider: row.provider,
    group: row.group_id,
    bytes: row.bytes,
    addedAt: row.added_at,
    endedAt: row.ended_at,
    pages: row.pages,
    pagesDone: row.pages_done,
    chunks: chunkCountsOf(row),
    gaps: row.gaps,
    letters: row.letters,
    costUsd: toUsd(row.cost),
    estimate: estimateOf(row, model),
    error: errorOf(row),
  }
}
