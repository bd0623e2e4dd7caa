import type { ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createDocumentReports } from './document-reports.ts'
import { createQueueViews } from './queue-views.ts'
import { createRecorder } from './recorder.ts'
import { createRunReport } from './run-report.ts'

interface EventColumns {
  seq: number
  at: number
  kind: string
  document_id: string | null
  text: string
}

/** Read-only views, and what happened. */
export function createReportStore(database: Database): ReportStore {
  const { sql, read, write } = database
  const { addEvent } = createRecorder(database)
  const latest = sql.prepare<[number], EventColumns>(
    `SELECT seq, at, kind, document_id, text FROM (SELECT * FROM event ORDER BY seq DESC LIMIT ?) ORDER BY seq`,
  )
  return {
    ...createQueueViews(database),
    ...createDocumentReports(database),
    ...createRunReport(database),
    addActivity: ({ at, kind, documentId, text }) => write(() => addEvent(at, kind, documentId, text)),
    activity: (limit) =>
      read(() => latest.all(limit).map(({ document_id: documentId, ...event }) => ({ ...event, documentId }))),
  }
}
