/**
 * Answers of documents that were deleted before answers were erased with them. Whether another document has used one is
 * not known where its text is not: deleted means deleted.
 */
export const sql = `
UPDATE llm_call SET answer = NULL, answer_sha = NULL, verdict_reason = NULL
WHERE answer IS NOT NULL AND NOT EXISTS (SELECT 1 FROM document WHERE id = llm_call.document_id)
  AND NOT EXISTS (SELECT 1 FROM chunk k JOIN document d ON d.id = k.document_id
    WHERE k.sha256 = llm_call.text_sha AND d.deleted_at IS NULL);
-- What was removed by older versions left more in the files than it does now; it goes at the next start.
INSERT OR REPLACE INTO setting (name, value) SELECT 'sweep.traces', 'true'
WHERE changes() > 0 OR EXISTS (SELECT 1 FROM entity);
`
