import type { Provider } from '../../../src-shared/model/document.ts'
import type { EpochMs, KgDocument } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { DOCUMENT_COLUMNS, type DocumentColumns, documentRow } from './rows.ts'

interface Candidate {
  id: number
  document_id: string
}

/** Something to do: chunks to ask, or nothing left but the document's end. */
export const READY = `(d.chunks_pending > 0 OR EXISTS (SELECT 1 FROM processing_job c
  WHERE c.document_id = d.id AND c.phase = 'chunking' AND c.status = 'completed'))`

/**
 * Which document the graph phase works on, one at a time: the one at work while it is ready, else one that has begun,
 * else the first in the queue. Belongs into the caller's transaction.
 */
export function createKgClaim({ sql }: Pick<Database, 'sql'>) {
  const candidates = (where: string, index = 'job_queue') =>
    `SELECT j.id, j.document_id FROM processing_job j INDEXED BY ${index} JOIN document d ON d.id = j.document_id
     WHERE j.phase = 'kg_ingest' AND j.available_at <= ? AND (? IS NULL OR j.document_id = ?)
       AND d.deleted_at IS NULL AND ${where} AND ${READY} ORDER BY j.priority, j.position LIMIT 1`
  type Bound = [EpochMs, string | null, string | null]
  const inOrder = [
    sql.prepare<Bound, Candidate>(candidates(`j.status = 'processing'`)),
    sql.prepare<Bound, Candidate>(candidates(`j.status = 'pending' AND j.started_at IS NOT NULL`, 'job_begun')),
    sql.prepare<Bound, Candidate>(candidates(`j.status = 'pending'`)),
  ]
  const besides = (where: string, index: string) =>
    `SELECT j.id, j.document_id FROM processing_job j INDEXED BY ${index} JOIN document d ON d.id = j.document_id
     WHERE j.phase = 'kg_ingest' AND j.status = 'pending' AND ${where} j.available_at <= ?
       AND j.document_id NOT IN (SELECT value FROM json_each(?))
       AND d.deleted_at IS NULL AND d.chunks_pending > 0 ORDER BY j.priority, j.position LIMIT 1`
  const besideInOrder = [
    sql.prepare<[EpochMs, string], Candidate>(besides('j.started_at IS NOT NULL AND', 'job_begun')),
    sql.prepare<[EpochMs, string], Candidate>(besides('', 'job_queue')),
  ]
  const putBackOthers = sql.prepare(
    `UPDATE processing_job SET status = 'pending' WHERE phase = 'kg_ingest' AND status = 'processing' AND id <> ?`,
  )
  const begin = sql.prepare(
    `UPDATE processing_job SET status = ?, started_at = coalesce(started_at, ?), available_at = 0,
       error_code = NULL, error_message = NULL, error_remedy = NULL,
       graph_seq = coalesce(graph_seq, (SELECT seq FROM graph_clock)) WHERE id = ?`,
  )
  const beginDocument = sql.prepare(
    `UPDATE document SET state = 'processing', started_at = coalesce(started_at, ?), provider = ? WHERE id = ?`,
  )
  const claimed = sql.prepare<
    [number],
    DocumentColumns & { retry_count: number; checkpoint: string | null; graph_seq: number }
  >(
    `SELECT j.retry_count, j.checkpoint, j.graph_seq, ${DOCUMENT_COLUMNS}
     FROM processing_job j JOIN document d ON d.id = j.document_id WHERE j.id = ?`,
  )

  const beginAs = (
    status: 'processing' | 'pending',
    { id, document_id }: Candidate,
    provider: Provider,
    now: EpochMs,
  ) => {
    begin.run(status, now, id)
    beginDocument.run(now, provider, document_id)
    const row = claimed.get(id)
    if (!row) return null
    const document = documentRow(row)
    const { retry_count: retryCount, checkpoint, graph_seq: graphSeq } = row
    return { document, job: { id, phase: 'kg_ingest' as const, document, retryCount, checkpoint }, graphSeq }
  }

  return {
    claim(provider: Provider, only: string | null, now: EpochMs): KgDocument | null {
      let next: Candidate | undefined
      for (const query of inOrder) next ??= query.get(now, only, only)
      putBackOthers.run(next?.id ?? 0)
      return next ? beginAs('processing', next, provider, now) : null
    },
    claimBeside(documentIds: string[], provider: Provider, now: EpochMs): KgDocument | null {
      let next: Candidate | undefined
      for (const query of besideInOrder) next ??= query.get(now, JSON.stringify(documentIds))
      return next ? beginAs('pending', next, provider, now) : null
    },
  }
}
