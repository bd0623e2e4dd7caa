import type { DocumentState, Provider } from '../../../src-shared/model/document.ts'
import { PHASES, type JobStatus, type Phase } from '../../../src-shared/model/phase.ts'
import type { QueueTotals, ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { type CountColumns, chunkCountsOf, estimateOf } from './report-columns.ts'
import { type ErrorColumns, errorOf, priorityOf, STATE_COLUMN } from './rows.ts'

interface QueueColumns extends ErrorColumns, CountColumns {
  id: string
  name: string
  state: DocumentState
  phase: Phase | null
  priority: number
  provider: Provider | null
  pages: number | null
}

interface JobColumns extends ErrorColumns {
  id: number
  documentId: string
  name: string
  phase: Phase
  status: JobStatus
  retries: number
  availableAt: number
}

interface CurrentColumns {
  documentId: string
  name: string
  phase: Phase
  pages: number | null
  pagesDone: number
  chunksDone: number
  chunksTotal: number
}

const NO_JOBS: Record<Phase, number> = { ingestion: 0, extraction: 0, chunking: 0, kg_ingest: 0 }

const UNFINISHED = `d.deleted_at IS NULL AND d.state IN ('queued', 'processing')`

/** The phase of a document: the last that is being worked on, else the first that is not over. Job ids grow with the phases. */
const PHASE_COLUMN = `coalesce(
  (SELECT phase FROM processing_job WHERE document_id = d.id AND status = 'processing' ORDER BY id DESC LIMIT 1),
  (SELECT phase FROM processing_job WHERE document_id = d.id AND status IN ('pending', 'failed', 'dead') ORDER BY id LIMIT 1)
) AS phase`

export function createQueueViews(database: Database): Pick<ReportStore, 'queueRows' | 'queueTotals' | 'jobs'> {
  const { sql, read } = database
  const rows = (where: string, order: string) =>
    sql.prepare<[], QueueColumns>(
      `SELECT d.id, d.name, d.priority, d.provider, d.pages, d.chunks_pending, d.chunks_completed, d.chunks_failed,
         d.chunks_cancelled, d.estimated_input, d.estimated_output, d.error_code, d.error_message, d.error_remedy,
         ${STATE_COLUMN}, ${PHASE_COLUMN} FROM document d WHERE ${where} ORDER BY ${order}`,
    )
  const unfinished = rows(UNFINISHED, 'd.priority, d.position')
  const ended = rows(
    `d.deleted_at IS NULL AND d.state IN ('completed', 'failed', 'cancelled')`,
    'd.ended_at, d.position',
  )

  const totals = sql.prepare<[], { documentsLeft: number; documentsEnded: number; chunksLeft: number }>(
    `SELECT count(*) FILTER (WHERE state IN ('queued', 'processing')) AS documentsLeft,
       count(*) FILTER (WHERE state IN ('completed', 'failed', 'cancelled')) AS documentsEnded,
       coalesce(sum(chunks_pending), 0) AS chunksLeft
     FROM document INDEXED BY document_by_state WHERE deleted_at IS NULL`,
  )
  // A job of the graph phase is ready when it has chunks to ask, or only its document's end is left.
  const open = sql.prepare<[Phase], { ready: number; working: number }>(
    `SELECT count(*) FILTER (WHERE j.status = 'pending' AND j.parked = 0 AND (j.phase <> 'kg_ingest'
         OR d.chunks_pending > 0 OR EXISTS (SELECT 1 FROM processing_job c WHERE c.document_id = d.id
           AND c.phase = 'chunking' AND c.status = 'completed'))) AS ready,
       count(*) FILTER (WHERE j.status = 'processing') AS working
     FROM processing_job j JOIN document d ON d.id = j.document_id
     WHERE j.phase = ? AND j.status IN ('pending', 'processing') AND d.deleted_at IS NULL`,
  )
  // Job ids would not do here: the graph phase comes first, then the phases in order.
  const current = sql.prepare<[], CurrentColumns>(
    `SELECT d.id AS documentId, d.name, j.phase, d.pages,
       coalesce((SELECT part FROM processing_job e WHERE e.document_id = d.id AND e.phase = 'extraction'), 0) AS pagesDone,
       d.chunks_completed + d.chunks_failed AS chunksDone,
       d.chunks_pending + d.chunks_completed + d.chunks_failed + d.chunks_cancelled AS chunksTotal
     FROM processing_job j JOIN document d ON d.id = j.document_id
     WHERE j.status = 'processing' AND d.deleted_at IS NULL
     ORDER BY CASE j.phase WHEN 'kg_ingest' THEN 0 WHEN 'ingestion' THEN 1 WHEN 'extraction' THEN 2 ELSE 3 END,
       j.priority, j.position LIMIT 1`,
  )
  const jobs = sql.prepare<[{ phase: Phase | null; status: JobStatus | null; limit: number }], JobColumns>(
    `SELECT j.id, j.document_id AS documentId, d.name, j.phase, j.status, j.retry_count AS retries,
       iif(j.available_at > 0, j.available_at, j.created_at) AS availableAt, j.error_code, j.error_message, j.error_remedy
     FROM processing_job j JOIN document d ON d.id = j.document_id
     WHERE d.deleted_at IS NULL AND (@phase IS NULL OR j.phase = @phase) AND (@status IS NULL OR j.status = @status)
     ORDER BY j.priority, j.position, j.id LIMIT @limit`,
  )

  return {
    queueRows: (withEnded, model) =>
      read(() => {
        const view = (row: QueueColumns, position: number | null) => ({
          id: row.id,
          name: row.name,
          state: row.state,
          phase: row.phase,
          position,
          priority: priorityOf(row.priority),
          pages: row.pages,
          chunks: chunkCountsOf(row),
          estimate: estimateOf(row, model),
          error: errorOf(row),
        })
        const open = unfinished.all().map((row, index) => view(row, index + 1))
        return withEnded ? [...open, ...ended.all().map((row) => view(row, null))] : open
      }),

    queueTotals: () =>
      read((): QueueTotals => {
        const { documentsLeft, documentsEnded, chunksLeft } = totals.get() ?? {
          documentsLeft: 0,
          documentsEnded: 0,
          chunksLeft: 0,
        }
        const ready = { ...NO_JOBS }
        const working = { ...NO_JOBS }
        for (const phase of PHASES) {
          const jobs = open.get(phase)
          ready[phase] = jobs?.ready ?? 0
          working[phase] = jobs?.working ?? 0
        }
        return { documentsLeft, documentsEnded, chunksLeft, ready, working, current: current.get() ?? null }
      }),

    jobs: ({ phase, status, limit }) =>
      read(() => ({
        jobs: jobs
          .all({ phase: phase ?? null, status: status ?? null, limit })
          .map(({ error_code, error_message, error_remedy, ...job }) => ({
            ...job,
            error: errorOf({ error_code, error_message, error_remedy }),
          })),
      })),
  }
}
