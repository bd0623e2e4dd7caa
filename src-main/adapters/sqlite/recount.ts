import type { Database } from './database.ts'

/**
 * The counters of a document row, counted anew from its pages, chunks and calls, so that they cannot drift.
 * To be called in the transaction that changes them.
 */
export function createRecount({ sql }: Pick<Database, 'sql'>) {
  const pages = sql.prepare<[string, string, string]>(
    `UPDATE document SET (pages_text, pages_empty, pages_scanned, pages_recognised, pages_failed) =
       (SELECT count(*) FILTER (WHERE state = 'text'), count(*) FILTER (WHERE state = 'empty'),
               count(*) FILTER (WHERE state = 'scanned'), count(*) FILTER (WHERE state = 'recognised'),
               count(*) FILTER (WHERE state = 'failed')
        FROM page WHERE document_id = ?
        AND number <= (SELECT part FROM processing_job WHERE document_id = ? AND phase = 'extraction'))
     WHERE id = ?`,
  )
  const chunks = sql.prepare<[string, string]>(
    `UPDATE document SET (chunks_pending, chunks_completed, chunks_failed, chunks_cancelled, pending_input, pending_output) =
       (SELECT count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'completed'),
               count(*) FILTER (WHERE state = 'failed'), count(*) FILTER (WHERE state = 'cancelled'),
               coalesce(sum(estimated_input) FILTER (WHERE state = 'pending'), 0),
               coalesce(sum(estimated_output) FILTER (WHERE state = 'pending'), 0)
        FROM chunk WHERE document_id = ?)
     WHERE id = ?`,
  )
  const sizes = sql.prepare<[string, string]>(
    `UPDATE document SET (estimated_input, estimated_output, characters) =
       (SELECT coalesce(sum(estimated_input), 0), coalesce(sum(estimated_output), 0),
               coalesce(sum(spans ->> '$[#-1].end'), 0)
        FROM chunk WHERE document_id = ?)
     WHERE id = ?`,
  )
  const cost = sql.prepare<[string, string]>(
    `UPDATE document SET cost =
       (SELECT coalesce(sum(cost), 0) FROM llm_call WHERE document_id = ? AND state = 'answered')
     WHERE id = ?`,
  )
  // Read apart, each from a small index of its own.
  const discards = sql.prepare<[{ id: string }]>(
    `UPDATE document SET
       chunks_discarded = (SELECT count(*) FROM chunk WHERE document_id = @id AND state = 'failed' AND discarded = 1),
       pages_discarded = (SELECT count(*) FROM page WHERE document_id = @id AND state = 'failed' AND discarded = 1
         AND number <= (SELECT part FROM processing_job WHERE document_id = @id AND phase = 'extraction'))
     WHERE id = @id`,
  )
  return {
    pages(id: string): void {
      pages.run(id, id, id)
      discards.run({ id })
    },
    chunks(id: string): void {
      chunks.run(id, id)
      discards.run({ id })
    },
    discards: (id: string) => void discards.run({ id }),
    /** Estimated tokens and characters of all chunks. */
    sizes: (id: string) => void sizes.run(id, id),
    cost: (id: string) => void cost.run(id, id),
  }
}
