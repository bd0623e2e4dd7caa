/** What is kept for a time only: answers of the model, stored copies of documents. */
export const sql = `
ALTER TABLE llm_call ADD COLUMN answer_removed_at INTEGER;  -- by its age
ALTER TABLE document ADD COLUMN file_removed_at INTEGER;    -- its stored copy, by its age; null while it is there
ALTER TABLE document ADD COLUMN file_again_at INTEGER;      -- when the same bytes came again after that

CREATE INDEX call_kept_by_end ON llm_call (ended_at) WHERE answer IS NOT NULL;
CREATE INDEX call_removed ON llm_call (text_sha, answer_removed_at) WHERE answer_removed_at IS NOT NULL;
CREATE INDEX document_file ON document (ended_at, id)
  WHERE deleted_at IS NULL AND state = 'completed' AND file_removed_at IS NULL;
`
