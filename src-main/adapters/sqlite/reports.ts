import type { ReportStore } from '../../engine/ports.ts'
import { createActivityLog } from './activity-log.ts'
import { createCallFaults } from './call-faults.ts'
import type { Database } from './database.ts'
import { createDocumentDetails } from './document-details.ts'
import { createDocumentReports } from './document-reports.ts'
import { createJobList } from './job-list.ts'
import { createLetters } from './letters.ts'
import { createOfflineDocuments } from './offline-documents.ts'
import { createQueueRows } from './queue-rows.ts'
import { createQueueTotals } from './queue-totals.ts'
import { createRunReport } from './run-report.ts'

/** Views for people, and what happened. */
export function createReportStore(database: Database): ReportStore {
  return {
    ...createQueueRows(database),
    ...createQueueTotals(database),
    ...createJobList(database),
    ...createLetters(database),
    ...createDocumentReports(database),
    ...createDocumentDetails(database),
    ...createRunReport(database),
    ...createCallFaults(database),
    ...createOfflineDocuments(database),
    ...createActivityLog(database),
  }
}
