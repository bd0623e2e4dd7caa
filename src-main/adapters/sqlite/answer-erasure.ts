import type { Erased } from '../../engine/ports.ts'
import type { Database } from './database.ts'

/** Whether a document that is not deleted has a chunk of the call's text. */
export const TEXT_LIVES = `EXISTS (SELECT 1 FROM chunk k JOIN document d ON d.id = k.document_id
  WHERE k.sha256 = llm_call.text_sha AND d.deleted_at IS NULL)`

const ERASE = `UPDATE llm_call SET answer = NULL, answer_sha = NULL, verdict_reason = NULL`
const RETURNING = `RETURNING CASE WHEN verdict = 'valid' THEN cost END AS cost`

/** Takes answers out of the ledger that no living text needs; what they cost stays. Steps of the caller's transaction. */
export function createAnswerErasure({ sql }: Pick<Database, 'sql'>) {
  const byText = sql.prepare<[string], { cost: number | null }>(
    `${ERASE} WHERE text_sha = ? AND answer IS NOT NULL AND NOT ${TEXT_LIVES} ${RETURNING}`,
  )
  const byDocument = sql.prepare<[string, number], { cost: number | null }>(
    `${ERASE} WHERE id IN (SELECT id FROM llm_call WHERE document_id = ? AND answer IS NOT NULL AND NOT ${TEXT_LIVES} LIMIT ?)
     ${RETURNING}`,
  )
  // The API's own words may quote the text; nobody but support reads them.
  const failures = sql.prepare(
    `UPDATE llm_call SET error_message = NULL
     WHERE id IN (SELECT id FROM llm_call WHERE document_id = ? AND error_message IS NOT NULL LIMIT ?)`,
  )
  const counted = (rows: { cost: number | null }[], erased: Erased): number => {
    const valid = rows.filter((row) => row.cost !== null)
    erased.answers += valid.length
    erased.cost += valid.reduce((sum, row) => sum + (row.cost ?? 0), 0)
    return rows.length
  }
  return {
    /** Of a text, whoever asked. Each adds to `erased` and gives the number of rows. */
    ofText: (sha256: string, erased: Erased) => counted(byText.all(sha256), erased),
    /** At most `limit` of those that a document asked for, chunks that it has no more included. */
    ofDocument: (documentId: string, limit: number, erased: Erased) =>
      counted(byDocument.all(documentId, limit), erased),
    /** What was said of the document's failed calls, of at most `limit`. Gives the number of rows. */
    ofFailures: (documentId: string, limit: number) => failures.run(documentId, limit).changes,
  }
}
