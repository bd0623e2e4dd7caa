import type { EpochMs, ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'

/** What went wrong with calls, each from an index that holds nothing else. */
export function createCallFaults({ sql, read }: Database): Pick<ReportStore, 'callFaults'> {
  const faults = sql.prepare<[{ since: EpochMs }], { refused: number; paidTwice: number; unknown: number }>(
    `SELECT (SELECT count(*) FROM llm_call INDEXED BY call_paced_out
             WHERE state = 'refused' AND error_code = 'rate_limited' AND ended_at >= @since) AS refused,
            (SELECT count(*) FROM llm_call INDEXED BY call_paid_twice
             WHERE paid_twice = 1 AND ended_at >= @since) AS paidTwice,
            (SELECT count(*) FROM llm_call INDEXED BY call_unknown
             WHERE state = 'unknown' AND ended_at >= @since) AS unknown`,
  )
  return {
    callFaults: (since) => read(() => faults.get({ since }) ?? { refused: 0, paidTwice: 0, unknown: 0 }),
  }
}
