import type { ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createReopening } from './document-retries.ts'

/** Documents that the offline finder read, and how a model gets to read them. */
export function createOfflineDocuments(
  database: Database,
): Pick<ReportStore, 'offlineDocuments' | 'offlineIds' | 'rereadOffline'> {
  const { sql, read, write } = database
  const reopening = createReopening(database)
  const READ_OFFLINE = `FROM document INDEXED BY document_offline
    WHERE deleted_at IS NULL AND state = 'completed' AND provider = 'offline'`
  // Of those that a model was paid for the finder read a part, which its chunks tell; they are few.
  const counted = sql.prepare<[], { documents: number; chunks: number; characters: number }>(
    `SELECT count(*) AS documents, coalesce(sum(offline), 0) AS chunks,
       coalesce(sum(characters * offline / max(chunks, 1)), 0) AS characters
     FROM (SELECT characters, chunks_completed + chunks_failed AS chunks,
       iif(cost = 0, chunks_completed + chunks_failed, (SELECT count(*) FROM chunk
         WHERE document_id = document.id AND state = 'completed' AND provider = 'offline')) AS offline ${READ_OFFLINE})`,
  )
  const ids = sql.prepare<[], string>(`SELECT id ${READ_OFFLINE} ORDER BY position`).pluck()
  const stillSo = sql.prepare<[string], { found: number }>(
    `SELECT 1 AS found FROM document WHERE id = ? AND deleted_at IS NULL AND state = 'completed' AND provider = 'offline'`,
  )
  const setProvider = sql.prepare(`UPDATE document SET provider = 'anthropic' WHERE id = ?`)

  return {
    offlineDocuments: () => read(() => counted.get() ?? { documents: 0, chunks: 0, characters: 0 }),
    offlineIds: () => read(() => ids.all()),
    rereadOffline: (documentIds) =>
      write(() => {
        const reopened = documentIds.filter((id) => stillSo.get(id) && reopening.reopenOffline(id, true))
        for (const id of reopened) setProvider.run(id)
        return reopened
      }),
  }
}
