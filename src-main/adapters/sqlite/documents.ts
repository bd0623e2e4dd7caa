import type { DocumentRow, DocumentStore, Enqueued, Job, NewDocument } from '../../engine/ports.ts'
import type { Phase } from '../../../src-shared/model/phase.ts'
import type { Database } from './database.ts'
import { createDiscards } from './discards.ts'
import { createDocumentEnds } from './document-ends.ts'
import { createDocumentRetries } from './document-retries.ts'
import { createIngestion } from './ingestion.ts'
import { createSweep } from './sweep.ts'
import { DOCUMENT_COLUMNS, type DocumentColumns, documentRow, errorValues, rankOf } from './rows.ts'

interface JobColumns extends DocumentColumns {
  job_id: number
  retry_count: number
  checkpoint: string | null
}

/** Documents and their jobs: the persistent queues. */
export function createDocumentStore(database: Database): DocumentStore {
  const { sql, read, write } = database

  const open = sql.prepare<[string, string, number, number], { id: string; position: number }>(
    `SELECT id, position FROM document WHERE path = ? AND deleted_at IS NULL AND state IN ('queued', 'processing')
     AND group_id = ? AND bytes = ? AND modified_ms = ?`,
  )
  const lastPosition = sql.prepare<[], { last: number }>('SELECT coalesce(max(position), 0) AS last FROM document')
  const addDocument = sql.prepare(
    `INSERT INTO document (id, name, path, bytes, modified_ms, group_id, priority, position, state, added_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?)`,
  )
  const addJob = sql.prepare(
    `INSERT INTO processing_job (document_id, phase, status, priority, position, created_at)
     VALUES (?, 'ingestion', 'pending', ?, ?, ?)`,
  )
  const documentById = sql.prepare<[string], DocumentColumns>(
    `SELECT ${DOCUMENT_COLUMNS} FROM document d WHERE d.id = ? AND d.deleted_at IS NULL`,
  )
  const idsLike = sql.prepare<[string, string, string], { id: string }>(
    `SELECT id FROM document WHERE deleted_at IS NULL AND (name = ? OR substr(id, 1, length(?)) = ?)
     ORDER BY position LIMIT 2`,
  )
  const nextJob = sql.prepare<[Phase, number, number], { id: number; document_id: string }>(
    `SELECT id, document_id FROM processing_job
     WHERE phase = ? AND status = 'pending' AND available_at <= ?
       AND parked = 0 AND part >= ? ORDER BY priority, position LIMIT 1`,
  )
  const jobOf = sql.prepare<[string, Phase, number, number], { id: number; document_id: string }>(
    `SELECT id, document_id FROM processing_job
     WHERE document_id = ? AND phase = ? AND status = 'pending' AND available_at <= ? AND parked = 0 AND part >= ?`,
  )
  const begin = sql.prepare(
    `UPDATE processing_job SET status = 'processing', started_at = coalesce(started_at, ?), available_at = 0,
     completed_at = NULL, error_code = NULL, error_message = NULL, error_remedy = NULL WHERE id = ?`,
  )
  const beginDocument = sql.prepare(
    `UPDATE document SET state = 'processing', started_at = coalesce(started_at, ?) WHERE id = ?`,
  )
  const jobById = sql.prepare<[number], JobColumns>(
    `SELECT j.id AS job_id, j.retry_count, j.checkpoint, ${DOCUMENT_COLUMNS}
     FROM processing_job j JOIN document d ON d.id = j.document_id WHERE j.id = ?`,
  )
  const nextDelayed = sql.prepare<[Phase, number], { due: number | null }>(
    `SELECT min(available_at) AS due FROM processing_job
     WHERE phase = ? AND status = 'pending' AND available_at > 0 AND available_at > ?`,
  )
  const delay = sql.prepare(
    `UPDATE processing_job SET status = 'pending', available_at = ?, retry_count = retry_count + 1,
     error_code = ?, error_message = ?, error_remedy = ? WHERE id = ? AND status = 'processing'`,
  )
  const release = sql.prepare(`UPDATE processing_job SET status = 'pending', parked = 0
     WHERE id = ? AND status IN ('pending', 'processing')`)
  const releasePhase = sql.prepare(
    `UPDATE processing_job SET status = 'pending' WHERE phase = ? AND status = 'processing'`,
  )
  // A document whose extraction has begun has an extraction job at work, or a job of a later phase that is open.
  const readAhead = sql.prepare<[], { documents: number }>(
    `SELECT count(DISTINCT j.document_id) AS documents FROM processing_job j
     WHERE ((j.phase = 'extraction' AND j.status IN ('pending', 'processing') AND (j.status = 'processing' OR j.part > 0))
         OR (j.phase IN ('chunking', 'kg_ingest') AND j.status IN ('pending', 'processing')))
       AND NOT EXISTS (SELECT 1 FROM processing_job p WHERE p.document_id = j.document_id
                       AND p.status = 'pending' AND p.available_at > 0)`,
  )
  const park = sql.prepare(
    `UPDATE processing_job SET status = 'pending', parked = 1 WHERE id = ? AND status = 'processing'`,
  )
  const recoverJobs = sql.prepare(`UPDATE processing_job SET status = 'pending' WHERE status = 'processing'`)
  const wakeParked = sql.prepare(
    `UPDATE processing_job SET parked = 0 WHERE phase = 'chunking' AND status = 'pending' AND parked = 1`,
  )
  const recoverCalls = sql.prepare(`UPDATE llm_call SET state = 'unknown', ended_at = ? WHERE state = 'sent'`)

  const sameAs = ({ path, group, bytes, modifiedMs }: NewDocument) => open.get(path, group, bytes, modifiedMs)

  return {
    ...createDocumentEnds(database),
    ...createDiscards(database),
    ...createDocumentRetries(database),
    ...createIngestion(database),
    ...createSweep(database),

    areQueued: (documents) => read(() => documents.map((document) => sameAs(document) !== undefined)),

    enqueue: (documents, now) =>
      write(() => {
        let position = lastPosition.get()?.last ?? 0
        const enqueue = (document: NewDocument): Enqueued => {
          const { id, path, name, group, bytes, modifiedMs } = document
          const same = sameAs(document)
          if (same) return { id: same.id, path, position: same.position, already: true }
          const rank = rankOf(document.priority)
          position += 1
          addDocument.run(id, name, path, bytes, modifiedMs, group, rank, position, now)
          addJob.run(id, rank, position, now)
          return { id, path, position, already: false }
        }
        return documents.map(enqueue)
      }),

    recover: (now) =>
      write(() => {
        wakeParked.run()
        return { jobs: recoverJobs.run().changes, unknownCalls: recoverCalls.run(now).changes }
      }),

    document: (id) =>
      read((): DocumentRow | null => {
        const row = documentById.get(id)
        return row ? documentRow(row) : null
      }),

    findDocuments: (text) => read(() => idsLike.all(text, text, text).map((row) => row.id)),

    async claim(phase, only, now, begunOnly = false) {
      const part = begunOnly ? 1 : 0
      const find = () => (only === null ? nextJob.get(phase, now, part) : jobOf.get(only, phase, now, part))
      // Phases look at every change and mostly find nothing: that costs no write.
      if (!(await read(find))) return null
      return write((): Job | null => {
        const next = find()
        if (!next) return null
        begin.run(now, next.id)
        beginDocument.run(now, next.document_id)
        const row = jobById.get(next.id)
        if (!row) return null
        const { job_id: id, retry_count: retryCount, checkpoint } = row
        return { id, phase, document: documentRow(row), retryCount, checkpoint }
      })
    },

    releaseClaimed: (phase) => write(() => void releasePhase.run(phase)),

    nextDue: (phase, now) => read(() => nextDelayed.get(phase, now)?.due ?? null),

    lookahead: () => read(() => readAhead.get()?.documents ?? 0),

    delayJob: (job, error, at) => write(() => void delay.run(at, ...errorValues(error), job.id)),

    releaseJob: (job) => write(() => void release.run(job.id)),

    parkJob: (job) => write(() => void park.run(job.id)),
  }
}
