import type { DocumentStore, EpochMs, LetterChoice } from '../../engine/ports.ts'
import { PHASES, type Phase } from '../../../src-shared/model/phase.ts'
import type { Database } from './database.ts'
import { choiceValues, CHOSEN_CHUNKS, CHOSEN_PAGES } from './letter-choice.ts'
import { createRecount } from './recount.ts'

interface Retryable {
  id: string
  state: string
  chunks_failed: number
  pages_failed: number
}

/** Steps that put an ended document back to work; each belongs into the caller's transaction. */
export function createReopening({ sql }: Pick<Database, 'sql'>) {
  const recount = createRecount({ sql })
  const queueDocument = sql.prepare(
    `UPDATE document SET state = 'queued', discarded = 0, started_at = NULL, ended_at = NULL,
     error_code = NULL, error_message = NULL, error_remedy = NULL WHERE id = ?`,
  )
  const FRESH = `status = 'pending', available_at = 0, retry_count = 0, started_at = NULL, completed_at = NULL,
    error_code = NULL, error_message = NULL, error_remedy = NULL`
  const UNREAD = `asked_again = (state = 'failed'), asked_after = (SELECT coalesce(max(id), 0) FROM llm_call),
    state = 'pending', discarded = 0, started_at = NULL, ended_at = NULL,
    error_code = NULL, error_message = NULL, error_remedy = NULL`
  const reopenUnfinished = sql.prepare(
    `UPDATE processing_job SET ${FRESH} WHERE document_id = ? AND status IN ('failed', 'dead', 'cancelled')`,
  )
  const reopenJob = sql.prepare(`UPDATE processing_job SET ${FRESH} WHERE document_id = ? AND phase = ?`)
  const restartPart = sql.prepare(
    'UPDATE processing_job SET part = ?, checkpoint = NULL WHERE document_id = ? AND phase = ?',
  )
  const dropJob = sql.prepare('DELETE FROM processing_job WHERE document_id = ? AND phase = ?')
  const reopenChunks = sql.prepare(
    `UPDATE chunk SET ${UNREAD} WHERE document_id = ? AND state IN ('failed', 'cancelled')`,
  )
  const reopenChosen = sql.prepare(`UPDATE chunk SET ${UNREAD} WHERE ${CHOSEN_CHUNKS}`)
  const reopenAllChunks = sql.prepare(`UPDATE chunk SET ${UNREAD} WHERE document_id = ? AND state <> 'pending'`)
  const reopenOffline = sql.prepare(
    `UPDATE chunk SET state = 'pending', started_at = NULL, ended_at = NULL
     WHERE document_id = ? AND state = 'completed' AND provider = 'offline'`,
  )
  const firstChosenPage = sql
    .prepare<[ReturnType<typeof choiceValues>], number | null>(`SELECT min(number) FROM page WHERE ${CHOSEN_PAGES}`)
    .pluck()
  const takePagesBack = sql.prepare(`UPDATE page SET discarded = 0 WHERE ${CHOSEN_PAGES} AND discarded = 1`)
  const failedBy = sql.prepare<[string, string, string], { found: number }>(
    'SELECT 1 AS found FROM processing_job WHERE document_id = ? AND phase = ? AND error_code = ?',
  )

  function forgetAfter(id: string, phase: Phase): void {
    for (const later of PHASES.slice(PHASES.indexOf(phase) + 1)) dropJob.run(id, later)
  }

  /** The phase works again from `part` on; later phases' jobs are made anew by its parts. */
  function restart(id: string, phase: Phase, part: number): void {
    forgetAfter(id, phase)
    reopenJob.run(id, phase)
    restartPart.run(part, id, phase)
    recount.pages(id)
  }

  return {
    /** The jobs of all phases behind it are gone. */
    forgetAfter,
    /** What failed or was cancelled goes on at its first missing part. */
    resume(id: string): void {
      const read = failedBy.get(id, 'extraction', 'pdf_no_text') !== undefined
      if (read) restart(id, 'extraction', 0)
      reopenUnfinished.run(id)
      reopenChunks.run(id)
      recount.chunks(id)
      queueDocument.run(id)
    },
    /** From a phase on, its own results made anew. */
    redo(id: string, phase: Phase): void {
      if (phase === 'kg_ingest') {
        reopenJob.run(id, phase)
        reopenAllChunks.run(id)
      } else {
        restart(id, phase, 0)
        reopenChunks.run(id)
      }
      reopenUnfinished.run(id)
      recount.chunks(id)
      queueDocument.run(id)
    },
    /** The chosen chunks are asked again; the chosen pages are read again, with those behind them. Whether there were any. */
    reopenGaps(id: string, choice: LetterChoice): boolean {
      const chosen = choiceValues(id, choice)
      const page = firstChosenPage.get(chosen) ?? null
      takePagesBack.run(chosen)
      const { changes } = reopenChosen.run(chosen)
      if (page === null && changes === 0) return false
      if (page === null) reopenJob.run(id, 'kg_ingest')
      else restart(id, 'extraction', page - 1)
      recount.chunks(id)
      queueDocument.run(id)
      return true
    },
    /** Chunks that the offline finder read are pending for a model. Whether there were any. */
    reopenOffline(id: string, ended: boolean): boolean {
      if (reopenOffline.run(id).changes === 0) return false
      recount.chunks(id)
      if (ended) {
        reopenJob.run(id, 'kg_ingest')
        queueDocument.run(id)
      }
      return true
    },
  }
}

export function createDocumentRetries(
  database: Database,
): Pick<DocumentStore, 'failedDocuments' | 'documentsWithGaps' | 'retryDocuments' | 'retryGaps'> {
  const { sql, read, write } = database
  const reopening = createReopening(database)
  const byId = sql.prepare<[string], Retryable>(
    'SELECT id, state, chunks_failed, pages_failed FROM document WHERE id = ? AND deleted_at IS NULL',
  )
  const hasJob = sql.prepare<[string, Phase], { found: number }>(
    'SELECT 1 AS found FROM processing_job WHERE document_id = ? AND phase = ?',
  )
  const failed = sql
    .prepare<[number], string>(
      `SELECT id FROM document WHERE deleted_at IS NULL AND state = 'failed' AND discarded = ? ORDER BY position`,
    )
    .pluck()
  const failedIn = sql
    .prepare<[Phase, number], string>(
      `SELECT d.id FROM processing_job j JOIN document d ON d.id = j.document_id
       WHERE j.phase = ? AND j.status IN ('failed', 'dead') AND d.deleted_at IS NULL AND d.state = 'failed'
       AND d.discarded = ? ORDER BY d.position`,
    )
    .pluck()
  const withGaps = sql
    .prepare<[EpochMs], string>(
      `SELECT id FROM document WHERE deleted_at IS NULL AND state = 'completed' AND (chunks_failed > 0 OR pages_failed > 0)
       AND ended_at >= ? ORDER BY position`,
    )
    .pluck()

  /** Whether it was put back to work. */
  function retry(id: string, phase: Phase | null): boolean {
    const document = byId.get(id)
    const ended = document && ['completed', 'failed', 'cancelled'].includes(document.state)
    if (!ended) return false
    if (phase === null) {
      if (document.state === 'completed') return false
      reopening.resume(id)
    } else {
      // A phase the document never reached is no place to begin.
      if (!hasJob.get(id, phase)) return false
      reopening.redo(id, phase)
    }
    return true
  }

  function retryGaps(id: string, choice: LetterChoice): boolean {
    const document = byId.get(id)
    if (document?.state !== 'completed' || document.chunks_failed + document.pages_failed === 0) return false
    return reopening.reopenGaps(id, choice)
  }

  return {
    failedDocuments: (phase, discarded) =>
      read(() => (phase === null ? failed.all(Number(discarded)) : failedIn.all(phase, Number(discarded)))),
    documentsWithGaps: (since) => read(() => withGaps.all(since)),
    retryDocuments: (documentIds, phase) => write(() => documentIds.filter((id) => retry(id, phase))),
    retryGaps: (documentIds, choice) => write(() => documentIds.filter((id) => retryGaps(id, choice))),
  }
}
