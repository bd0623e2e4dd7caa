/** Dead letters: what waits for a person, and what a person wants nothing more of. */
export const sql = `
ALTER TABLE document ADD COLUMN discarded INTEGER NOT NULL DEFAULT 0;        -- 1, of a failed one: needs nobody
ALTER TABLE chunk ADD COLUMN discarded INTEGER NOT NULL DEFAULT 0;           -- so, of a failed one
ALTER TABLE page ADD COLUMN discarded INTEGER NOT NULL DEFAULT 0;            -- so, of a failed one
ALTER TABLE document ADD COLUMN chunks_discarded INTEGER NOT NULL DEFAULT 0; -- of chunks_failed
ALTER TABLE document ADD COLUMN pages_discarded INTEGER NOT NULL DEFAULT 0;  -- of pages_failed

-- With all that the letters of a document are counted from, so that counting reads no row. The conditions stand in
-- letter-columns.ts, too: an index serves a statement that has them to the letter.
DROP INDEX document_lossy;
CREATE INDEX document_letters ON document
  (position, id, state, discarded, chunks_failed, chunks_discarded, pages_failed, pages_discarded, deleted_at)
  WHERE deleted_at IS NULL AND ((state = 'failed' AND discarded = 0)
    OR (state = 'completed' AND chunks_failed + pages_failed > chunks_discarded + pages_discarded));
CREATE INDEX document_discards ON document
  (position, id, state, discarded, chunks_discarded, pages_discarded, deleted_at)
  WHERE deleted_at IS NULL AND ((state = 'failed' AND discarded = 1)
    OR (state = 'completed' AND chunks_discarded + pages_discarded > 0));
CREATE INDEX chunk_dead ON chunk (document_id, discarded, ordinal) WHERE state = 'failed';
CREATE INDEX page_dead ON page (document_id, discarded, number) WHERE state = 'failed';
`
