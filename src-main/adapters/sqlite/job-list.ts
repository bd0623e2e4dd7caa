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
export function createJobList({ sql, read }: Database): Pick<ReportStore, 'jobIds' | 'jobRows'> {
  const ids = sql
    .prepare<[{ phase: Phase | null; status: JobStatus | null; limit: number }], number>(
      `SELECT id FROM processing_job INDEXED BY job_in_order
       WHERE (@phase IS NULL OR phase = @phase) AND (@status IS NULL OR status = @status)
         AND document_id NOT IN (SELECT id FROM document INDEXED BY document_deleted WHERE deleted_at IS NOT NULL)
       ORDER BY priority, position, id LIMIT @limit`,
    )
    .pluck()
  const rows = sql.prepare<[string], JobColumns>(
    `SELECT j.id, j.document_id AS documentId, d.name, j.phase, j.status, j.retry_count AS retries,
       iif(j.available_at > 0, j.available_at, j.created_at) AS availableAt, j.error_code, j.error_message, j.error_remedy
     FROM json_each(?) AS wanted CROSS JOIN processing_job j ON j.id = wanted.value
     JOIN document d ON d.id = j.document_id WHERE d.deleted_at IS NULL ORDER BY wanted.key`,
  )
  return {
    jobIds: ({ phase, status, limit }) => read(() => ids.all({ phase: phase ?? null, status: status ?? null, limit })),
    jobRows: (wanted) =>
      read(() =>
        rows.all(JSON.stringify(wanted)).map(({ error_code, error_message, error_remedy, ...job }) => ({
          ...job,
          error: errorOf({ error_code, error_message, error_remedy }),
        })),
      ),
  }
}
