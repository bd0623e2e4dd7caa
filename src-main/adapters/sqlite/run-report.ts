import type { EpochMs, ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'

/** What one run did: everything that ended, or turned out to be known, since its start. */
export function createRunReport(database: Database): Pick<ReportStore, 'documentsSince' | 'chunksSince'> {
  const { sql, read } = database
  const documents = sql.prepare<[EpochMs], { completed: number; failed: number; cancelled: number }>(
    `SELECT count(*) FILTER (WHERE state = 'completed') AS completed, count(*) FILTER (WHERE state = 'failed') AS failed,
       count(*) FILTER (WHERE state = 'cancelled') AS cancelled
     FROM document WHERE deleted_at IS NULL AND ended_at >= ?`,
  )
  const known = sql.prepare<[EpochMs], { known: number }>(
    'SELECT count(*) AS known FROM event WHERE at >= ? AND duplicate_id IS NOT NULL',
  )
  const chunks = sql.prepare<[EpochMs], { total: number; completed: number; failed: number; reused: number }>(
    `SELECT count(*) AS total, count(*) FILTER (WHERE state = 'completed') AS completed,
       count(*) FILTER (WHERE state = 'failed') AS failed, coalesce(sum(reused), 0) AS reused
     FROM chunk WHERE ended_at >= ? AND state IN ('completed', 'failed')`,
  )
  return {
    documentsSince: (since) =>
      read(() => {
        const ended = documents.get(since) ?? { completed: 0, failed: 0, cancelled: 0 }
        return { ...ended, known: known.get(since)?.known ?? 0 }
      }),
    chunksSince: (since) => read(() => chunks.get(since) ?? { total: 0, completed: 0, failed: 0, reused: 0 }),
  }
}
