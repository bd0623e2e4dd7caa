/** Which text an answer is about, so that it can be erased with the last chunk of that text. */
export const sql = `
ALTER TABLE llm_call ADD COLUMN text_sha TEXT;   -- of its chunk; null of those from before whose chunk is gone
UPDATE llm_call SET text_sha = (SELECT sha256 FROM chunk WHERE id = llm_call.chunk_id);

-- An answer that was erased is null.
CREATE INDEX call_kept ON llm_call (document_id, text_sha) WHERE answer IS NOT NULL;
CREATE INDEX call_kept_by_text ON llm_call (text_sha) WHERE answer IS NOT NULL;
CREATE INDEX chunk_by_text ON chunk (sha256, document_id);
`
