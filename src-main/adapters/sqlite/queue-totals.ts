import type { Phase } from '../../../src-shared/model/phase.ts'
import type { QueueTotals, ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'

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

/** Sums over the queue. Read with every change of it, so from covering or small indexes alone. */
export function createQueueTotals(database: Database): Pick<ReportStore, 'queueTotals'> {
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
  const lossy = sql.prepare<[], { documents: number }>(
    `SELECT count(*) AS documents FROM document INDEXED BY document_lossy
     WHERE deleted_at IS NULL AND (state = 'failed' OR (state = 'completed' AND (chunks_failed > 0 OR pages_failed > 0)))`,
  )
  const waiting = sql.prepare<[], QueueTotals['waiting']>(
    `SELECT coalesce(sum(pending_input), 0) AS input, coalesce(sum(pending_output), 0) AS output
     FROM document INDEXED BY document_pending
     WHERE deleted_at IS NULL AND chunks_pending > 0 AND provider = 'anthropic'`,
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

  return {
    queueTotals: () =>
      read((): QueueTotals => {
        const counts = counted.get() ?? { documentsLeft: 0, documentsEnded: 0, chunksLeft: 0 }
        return {
          ...counts,
          // Every unfinished document has an open job; see the invariants of the contract suite.
          runnable: counts.documentsLeft,
          documentsWorking: working.get()?.documents ?? 0,
          documentsLossy: lossy.get()?.documents ?? 0,
          waiting: waiting.get() ?? { input: 0, output: 0 },
          current: current.get() ?? null,
        }
      }),
  }
}
