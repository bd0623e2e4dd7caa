import { PHASES, type Phase } from '../../../src-shared/model/phase.ts'
import type { QueueTotals, ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { READY } from './kg-claim.ts'
import { WAITING } from './letter-columns.ts'

interface CurrentColumns {
  documentId: string
  name: string
  phase: Phase
  pages: number | null
  pagesDone: number
  chunksDone: number
  chunksTotal: number
}

type Counted = Pick<QueueTotals, 'documentsLeft' | 'documentsEnded' | 'chunksLeft'>

const NO_JOBS: Record<Phase, number> = { ingestion: 0, extraction: 0, chunking: 0, kg_ingest: 0 }

/** Sums over the queue. Read with every change of it, so from covering or small indexes alone. */
export function createQueueTotals(database: Database): Pick<ReportStore, 'queueTotals' | 'openPhases'> {
  const { sql, read } = database
  const counted = sql.prepare<[], Counted>(
    `SELECT count(*) FILTER (WHERE state IN ('queued', 'processing')) AS documentsLeft,
       count(*) FILTER (WHERE state IN ('completed', 'failed', 'cancelled')) AS documentsEnded,
       coalesce(sum(chunks_pending), 0) AS chunksLeft
     FROM document INDEXED BY document_by_state WHERE deleted_at IS NULL`,
  )
  const working = sql.prepare<[], { documents: number }>(
    `SELECT count(DISTINCT document_id) AS documents FROM processing_job WHERE status = 'processing'`,
  )
  const lossy = sql.prepare<[], { documents: number; letters: number }>(
    `SELECT count(*) AS documents, coalesce(sum(${WAITING.count}), 0) AS letters
     FROM document INDEXED BY ${WAITING.index} WHERE ${WAITING.some}`,
  )
  const waiting = sql.prepare<[], QueueTotals['waiting']>(
    `SELECT coalesce(sum(pending_input), 0) AS input, coalesce(sum(pending_output), 0) AS output
     FROM document INDEXED BY document_pending
     WHERE deleted_at IS NULL AND chunks_pending > 0 AND provider = 'anthropic'`,
  )
  // A deleted document leaves its jobs cancelled, and only chunking parks: of the others the index alone tells.
  const open = sql.prepare<[Phase], { ready: number; working: number }>(
    `SELECT count(*) FILTER (WHERE status = 'pending') AS ready, count(*) FILTER (WHERE status = 'processing') AS working
     FROM processing_job INDEXED BY job_queue WHERE phase = ? AND status IN ('pending', 'processing')`,
  )
  const parked = sql.prepare<[], { documents: number }>(
    `SELECT count(*) AS documents FROM processing_job WHERE phase = 'chunking' AND status = 'pending' AND parked = 1`,
  )
  // A job of the graph phase is ready when it has chunks to ask, or only its document's end is left; documents that are
  // still being cut are few.
  const starved = sql.prepare<[], { documents: number }>(
    `SELECT count(*) AS documents FROM processing_job c JOIN document d ON d.id = c.document_id
       JOIN processing_job k ON k.document_id = c.document_id AND k.phase = 'kg_ingest' AND k.status = 'pending'
     WHERE c.phase = 'chunking' AND c.status IN ('pending', 'processing') AND d.chunks_pending = 0`,
  )
  const openOf = sql
    .prepare<[string], Phase>(
      `SELECT j.phase FROM processing_job j JOIN document d ON d.id = j.document_id
       WHERE j.document_id = ? AND (j.status = 'processing'
         OR (j.status = 'pending' AND j.parked = 0 AND (j.phase <> 'kg_ingest' OR ${READY}))) ORDER BY j.id`,
    )
    .pluck()
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

  return {
    queueTotals: () =>
      read((): QueueTotals => {
        const counts = counted.get() ?? { documentsLeft: 0, documentsEnded: 0, chunksLeft: 0 }
        const jobs = { ready: { ...NO_JOBS }, working: { ...NO_JOBS } }
        for (const phase of PHASES) {
          const row = open.get(phase)
          jobs.ready[phase] = row?.ready ?? 0
          jobs.working[phase] = row?.working ?? 0
        }
        const { documents: documentsLossy, letters } = lossy.get() ?? { documents: 0, letters: 0 }
        jobs.ready.chunking -= parked.get()?.documents ?? 0
        jobs.ready.kg_ingest -= starved.get()?.documents ?? 0
        return {
          ...counts,
          ...jobs,
          documentsWorking: working.get()?.documents ?? 0,
          documentsLossy,
          letters,
          waiting: waiting.get() ?? { input: 0, output: 0 },
          current: current.get() ?? null,
        }
      }),

    openPhases: (documentId) => read(() => openOf.all(documentId)),
  }
}
