/** Counts and orders that the window reads many times a second, so that none of its views sums up tables. */
export const sql = `
ALTER TABLE document ADD COLUMN pending_input INTEGER NOT NULL DEFAULT 0;   -- tokens, of its pending chunks
ALTER TABLE document ADD COLUMN pending_output INTEGER NOT NULL DEFAULT 0;
ALTER TABLE document ADD COLUMN characters INTEGER NOT NULL DEFAULT 0;      -- of all its chunks, in UTF-16 units
ALTER TABLE document ADD COLUMN cost INTEGER NOT NULL DEFAULT 0;            -- micro-dollars, of its answered calls
ALTER TABLE llm_call ADD COLUMN paid_twice INTEGER NOT NULL DEFAULT 0;      -- 1: an earlier answer to its key is valid
ALTER TABLE entity ADD COLUMN mentions INTEGER NOT NULL DEFAULT 0;          -- rows of mention that name it

UPDATE document SET
  (pending_input, pending_output) =
    (SELECT coalesce(sum(estimated_input), 0), coalesce(sum(estimated_output), 0) FROM chunk
     WHERE document_id = document.id AND state = 'pending'),
  characters = (SELECT coalesce(sum(spans ->> '$[#-1].end'), 0) FROM chunk WHERE document_id = document.id),
  cost = (SELECT coalesce(sum(cost), 0) FROM llm_call WHERE document_id = document.id AND state = 'answered');
UPDATE llm_call SET paid_twice = 1 WHERE state = 'answered' AND EXISTS (
  SELECT 1 FROM llm_call e WHERE e.answer_key = llm_call.answer_key AND e.id < llm_call.id
  AND e.state = 'answered' AND e.verdict IN ('unjudged', 'valid') AND e.verdict = 'valid');
UPDATE entity SET mentions = (SELECT count(*) FROM mention WHERE entity_id = entity.id) WHERE deleted = 0;

-- What a partial index is about is in it too, so that counting reads no row.
CREATE INDEX document_open ON document (priority, position, state, deleted_at)
  WHERE deleted_at IS NULL AND state IN ('queued', 'processing');
CREATE INDEX document_lossy ON document (state, chunks_failed, pages_failed, deleted_at)
  WHERE deleted_at IS NULL AND (state = 'failed' OR (state = 'completed' AND (chunks_failed > 0 OR pages_failed > 0)));
CREATE INDEX document_pending ON document (provider, chunks_pending, pending_input, pending_output, deleted_at)
  WHERE deleted_at IS NULL AND chunks_pending > 0;
CREATE INDEX document_offline ON document (position)
  WHERE deleted_at IS NULL AND state = 'completed' AND provider = 'offline';

CREATE INDEX call_paced_out ON llm_call (ended_at) WHERE state = 'refused' AND error_code = 'rate_limited';
CREATE INDEX call_paid_twice ON llm_call (ended_at) WHERE paid_twice = 1;
CREATE INDEX call_unknown ON llm_call (ended_at) WHERE state = 'unknown';

CREATE INDEX event_by_kind ON event (kind, seq);

-- The group stands last: it is judged on the index while the order is walked.
CREATE INDEX entity_by_mentions ON entity (mentions DESC, uuid, group_id) WHERE deleted = 0;
CREATE INDEX entity_by_type_mentions ON entity (type, mentions DESC, uuid, group_id) WHERE deleted = 0;
`
