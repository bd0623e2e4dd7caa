/** One row per API call, ever. No row refers to it and none of its references cascades: what was paid stays known. */
export const sql = `
CREATE TABLE llm_call (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document_id TEXT NOT NULL,
  chunk_id INTEGER NOT NULL,
  model TEXT NOT NULL,
  family TEXT NOT NULL,                          -- models that share their rate limits
  answer_key TEXT NOT NULL,                      -- same key, same meaning
  request_sha TEXT NOT NULL,                     -- of the exact body
  pass INTEGER NOT NULL,                         -- 0 for the first question; repairs count up
  state TEXT NOT NULL CHECK (state IN ('sent', 'answered', 'refused', 'unknown')),
  verdict TEXT CHECK (verdict IN ('unjudged', 'valid', 'spoilt')), -- of an answer
  verdict_reason TEXT,
  estimated_input INTEGER NOT NULL,              -- tokens
  estimated_output INTEGER NOT NULL,
  max_output INTEGER NOT NULL,
  worst_cost INTEGER NOT NULL,                   -- micro-dollars
  input INTEGER,                                 -- tokens as billed; of an unknown call what had been reported
  output INTEGER,
  cache_read INTEGER,
  cache_write INTEGER,
  cost INTEGER,                                  -- micro-dollars; null unless answered
  stop_reason TEXT,
  request_id TEXT,
  http_status INTEGER,
  error_code TEXT,
  error_message TEXT,
  sent_at INTEGER NOT NULL,
  ended_at INTEGER,                              -- when the outcome was known, or known to be unknown
  judged_at INTEGER,
  answer TEXT
) STRICT;
CREATE INDEX call_answers ON llm_call (answer_key) WHERE state = 'answered' AND verdict IN ('unjudged', 'valid');
CREATE INDEX call_in_flight ON llm_call (family) WHERE state = 'sent';
CREATE INDEX call_by_send ON llm_call (family, sent_at);
CREATE INDEX call_by_end ON llm_call (family, ended_at);
CREATE INDEX call_by_settlement ON llm_call
  (ended_at, state, input, output, cache_read, cache_write, cost, worst_cost);
CREATE INDEX call_by_document ON llm_call
  (document_id, chunk_id, state, input, output, cache_read, cache_write, cost);
`
