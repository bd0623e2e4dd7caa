import type { Activity } from '../../../src-shared/contract/events.ts'
import type { EpochMs } from '../../engine/ports.ts'
import type { Database } from './database.ts'

/** Writes rows of what happened, inside the caller's transaction. */
export function createRecorder({ sql }: Pick<Database, 'sql'>) {
  const insert = sql.prepare<[number, string, string | null, string | null, string]>(
    'INSERT INTO event (at, kind, document_id, duplicate_id, text) VALUES (?, ?, ?, ?, ?)',
  )
  return {
    /** `duplicateId`: the row that gave way to a known document; only such events count as known in a run's report. */
    addEvent(
      at: EpochMs,
      kind: string,
      documentId: string | null,
      text: string,
      duplicateId: string | null = null,
    ): Activity {
      const seq = Number(insert.run(at, kind, documentId, duplicateId, text).lastInsertRowid)
      return { seq, at, kind, documentId, text }
    },
  }
}
