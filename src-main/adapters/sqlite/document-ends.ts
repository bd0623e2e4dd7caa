import type { ErrorInfo } from '../../../src-shared/contract/errors.ts'
import type { Phase } from '../../../src-shared/model/phase.ts'
import type { DocumentStore, EpochMs } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createRecount } from './recount.ts'
import { errorValues } from './rows.ts'

/** Steps that end a document; each belongs into the caller's transaction. */
export function createEndings({ sql }: Pick<Database, 'sql'>) {
  const recount = createRecount({ sql })
  const endDocument = sql.prepare(
    `UPDATE document SET state = ?, ended_at = ?, error_code = ?, error_message = ?, error_remedy = ?
     WHERE id = ? AND deleted_at IS NULL AND state IN ('queued', 'processing')`,
  )
  const failJob = sql.prepare(
    `UPDATE processing_job SET status = iif(retry_count > 0, 'dead', 'failed'), completed_at = ?,
     error_code = ?, error_message = ?, error_remedy = ? WHERE document_id = ? AND phase = ?`,
  )
  const cancelJobs = sql.prepare(
    `UPDATE processing_job SET status = 'cancelled', completed_at = ?
     WHERE document_id = ? AND status IN ('pending', 'processing')`,
  )
  const cancelChunks = sql.prepare(`UPDATE chunk SET state = 'cancelled' WHERE document_id = ? AND state = 'pending'`)
  // 'offline' if the finder read any of its chunks: those are offered to a model, whoever had the last one.
  const setProvider = sql.prepare(
    `UPDATE document SET provider = coalesce((SELECT max(provider) FROM chunk
       WHERE document_id = document.id AND state = 'completed'), provider) WHERE id = ?`,
  )
  const completeJob = sql.prepare(
    `UPDATE processing_job SET status = 'completed', completed_at = ?, error_code = NULL, error_message = NULL,
     error_remedy = NULL WHERE document_id = ? AND phase = ?`,
  )

  function stopWork(documentId: string, now: EpochMs): void {
    cancelJobs.run(now, documentId)
    if (cancelChunks.run(documentId).changes > 0) recount.chunks(documentId)
  }

  return {
    /** Open jobs and chunks of the document end as cancelled. */
    stopWork,
    completeJob: (documentId: string, phase: Phase, now: EpochMs) => void completeJob.run(now, documentId, phase),
    complete(documentId: string, now: EpochMs): void {
      completeJob.run(now, documentId, 'kg_ingest')
      setProvider.run(documentId)
      endDocument.run('completed', now, null, null, null, documentId)
    },
    /** No effect on a document that has ended already. */
    fail(documentId: string, phase: Phase, error: ErrorInfo, now: EpochMs): void {
      if (endDocument.run('failed', now, ...errorValues(error), documentId).changes === 0) return
      failJob.run(now, ...errorValues(error), documentId, phase)
      stopWork(documentId, now)
    },
    cancel(documentId: string, now: EpochMs): void {
      if (endDocument.run('cancelled', now, null, null, null, documentId).changes > 0) stopWork(documentId, now)
    },
  }
}

export function createDocumentEnds(
  database: Database,
): Pick<DocumentStore, 'failDocument' | 'cancelDocument' | 'deleteDocument'> {
  const { sql, write } = database
  const endings = createEndings(database)
  const hide = sql.prepare('UPDATE document SET deleted_at = ? WHERE id = ? AND deleted_at IS NULL')
  return {
    failDocument: (id, phase, error, now) => write(() => endings.fail(id, phase, error, now)),
    cancelDocument: (id, now) => write(() => endings.cancel(id, now)),
    deleteDocument: (id, now) =>
      write(() => {
        endings.stopWork(id, now)
        hide.run(now, id)
      }),
  }
}
