import type { EpochMs, ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createGapReader } from './gaps.ts'
import { createCountReader } from './graph-counts.ts'
import { NOTHING_SPENT, SPEND_COLUMNS, type SpendColumns, spendOf } from './report-columns.ts'

/** What one run did: everything that ended, was settled or turned out to be known since its start. */
export function createRunReport(database: Database): Pick<ReportStore, 'runReport'> {
  const { sql, read } = database
  const gapsOf = createGapReader(database)
  const graphCounts = createCountReader(database)
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
  const spend = sql.prepare<[EpochMs], SpendColumns>(`SELECT ${SPEND_COLUMNS} FROM llm_call WHERE ended_at >= ?`)
  const lossy = sql.prepare<[EpochMs], { id: string }>(
    `SELECT id FROM document WHERE deleted_at IS NULL AND ended_at >= ? AND state = 'completed'
     AND (chunks_failed > 0 OR pages_failed > 0)`,
  )

  return {
    runReport: (since) =>
      read(() => {
        const ended = documents.get(since) ?? { completed: 0, failed: 0, cancelled: 0 }
        const { reused = 0, ...counted } = chunks.get(since) ?? { total: 0, completed: 0, failed: 0 }
        return {
          documents: { ...ended, known: known.get(since)?.known ?? 0 },
          chunks: counted,
          ...spendOf(spend.get(since) ?? NOTHING_SPENT, reused),
          graph: graphCounts(null),
          gaps: lossy.all(since).reduce((gaps, { id }) => gaps + gapsOf(id).length, 0),
        }
      }),
  }
}
