import type { DocumentStore, Ingested } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createReopening } from './document-retries.ts'
import { createRecorder } from './recorder.ts'
import { createRecount } from './recount.ts'

interface Twin {
  id: string
  name: string
  state: string
}

/** The end of ingestion: a document with known bytes gives way to the one that stands. */
export function createIngestion(database: Database): Pick<DocumentStore, 'finishIngestion'> {
  const { sql, write } = database
  const { addEvent } = createRecorder(database)
  const reopening = createReopening(database)
  const recount = createRecount(database)
  const working = sql.prepare<[number], { priority: number; position: number }>(
    `SELECT priority, position FROM processing_job WHERE id = ? AND status = 'processing'`,
  )
  const twinOf = sql.prepare<[string, string, string], Twin>(
    `SELECT id, name, state FROM document WHERE sha256 = ? AND group_id = ? AND id <> ? AND deleted_at IS NULL
     ORDER BY position LIMIT 1`,
  )
  // No chunk that is cut from now on is taken for one of the old bytes: an episode's id is made of the document's.
  const disownChunks = sql.prepare('UPDATE chunk SET occurrence = -1 WHERE document_id = ?')
  const identify = sql.prepare('UPDATE document SET sha256 = ?, bytes = ?, provider = ? WHERE id = ?')
  const haveFile = sql.prepare(
    'UPDATE document SET file_removed_at = NULL, file_again_at = ? WHERE sha256 = ? AND file_removed_at IS NOT NULL',
  )
  const setProvider = sql.prepare('UPDATE document SET provider = ? WHERE id = ?')
  const complete = sql.prepare(
    `UPDATE processing_job SET status = 'completed', part = 1, completed_at = ? WHERE id = ?`,
  )
  const addExtraction = sql.prepare(
    `INSERT INTO processing_job (document_id, phase, status, priority, position, created_at)
     VALUES (?, 'extraction', 'pending', ?, ?, ?) ON CONFLICT (document_id, phase) DO NOTHING`,
  )
  const hide = sql.prepare('UPDATE document SET deleted_at = ?, state = ? WHERE id = ?')
  const hideJobs = sql.prepare(`UPDATE processing_job SET status = 'cancelled' WHERE document_id = ?`)
  const removeUnread = sql.prepare(
    `DELETE FROM document WHERE id = ? AND NOT EXISTS (SELECT 1 FROM page WHERE document_id = document.id)
     AND NOT EXISTS (SELECT 1 FROM chunk WHERE document_id = document.id)`,
  )

  /** The row goes at once; one that had been read before (a retry of changed bytes) is swept like a deleted one. */
  function giveWay(id: string, now: number): void {
    if (removeUnread.run(id).changes > 0) return
    hideJobs.run(id)
    hide.run(now, 'cancelled', id)
  }

  return {
    finishIngestion: (job, found, now) =>
      write((): Ingested => {
        const place = working.get(job.id)
        // Cancelled or deleted meanwhile: the bytes are known, and nothing follows.
        if (!place) return { outcome: 'new' }
        const { id, group, name } = job.document
        haveFile.run(now, found.sha256)
        const twin = twinOf.get(found.sha256, group, id)
        if (!twin) {
          // The file was changed between two tries: what was read of it is void.
          if (job.document.sha256 !== null && job.document.sha256 !== found.sha256) {
            reopening.forgetAfter(id, 'ingestion')
            disownChunks.run(id)
          }
          identify.run(found.sha256, found.bytes, found.provider, id)
          complete.run(now, job.id)
          addExtraction.run(id, place.priority, place.position, now)
          recount.pages(id)
          return { outcome: 'new' }
        }
        giveWay(id, now)
        let revived = twin.state === 'failed' || twin.state === 'cancelled'
        if (revived) reopening.resume(twin.id)
        if (found.provider === 'anthropic') {
          revived = reopening.reopenOffline(twin.id, twin.state === 'completed') || revived
          setProvider.run(found.provider, twin.id)
        }
        const text = twin.name === name ? `${name} is known already.` : `${name} is known already as ${twin.name}.`
        if (!revived) addEvent(now, 'document.known', twin.id, text, id)
        return { outcome: revived ? 'revived' : 'known', documentId: twin.id }
      }),
  }
}
