import type { JobStatus, Phase } from '../../../src-shared/model/phase.ts'
import type { ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { type ErrorColumns, errorOf } from './rows.ts'

interface JobColumns extends ErrorColumns {
  id: number
  documentId: string
  name: string
  phase: Phase
  status: JobStatus
  retries: number
  availableAt: number
}

/** Jobs as people list them, in the order of work. */
export function createJobList({ sql, read }: Database): Pick<ReportStore, 'jobs'> {
  const jobs = sql.prepare<[{ phase: Phase | null; status: JobStatus | null; limit: number }], JobColumns>(
    `SELECT j.id, j.document_id AS documentId, d.name, j.phase, j.status, j.retry_count AS retries,
       iif(j.available_at > 0, j.available_at, j.created_at) AS availableAt, j.error_code, j.error_message, j.error_remedy
     FROM processing_job j JOIN document d ON d.id = j.document_id
     WHERE d.deleted_at IS NULL AND (@phase IS NULL OR j.phase = @phase) AND (@status IS NULL OR j.status = @status)
     ORDER BY j.priority, j.position, j.id LIMIT @limit`,
  )
  return {
    jobs: ({ phase, status, limit }) =>
      read(() => ({
        jobs: jobs
          .all({ phase: phase ?? null, status: status ?? null, limit })
          .map(({ error_code, error_message, error_remedy, ...job }) => ({
            ...job,
            error: errorOf({ error_code, error_message, error_remedy }),
          })),
      })),
  }
}
