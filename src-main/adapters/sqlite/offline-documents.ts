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
  const counted = sql.prepare<[], { documents: number; chunks: number; characters: number }>(
    `SELECT count(*) AS documents, coalesce(sum(chunks_completed + chunks_failed), 0) AS chunks,
       coalesce(sum(characters), 0) AS characters ${READ_OFFLINE}`,
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
