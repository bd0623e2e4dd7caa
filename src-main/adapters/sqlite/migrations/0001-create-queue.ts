/** Documents, their jobs, and what the phases keep. Times are UTC epoch ms. */
export const sql = `
CREATE TABLE migration (
  number INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  at INTEGER NOT NULL
) STRICT;

CREATE TABLE document (
  id TEXT PRIMARY KEY,
  sha256 TEXT,                                   -- of the bytes; null until ingestion is over
  name TEXT NOT NULL,                            -- base name of the path
  path TEXT NOT NULL,
  bytes INTEGER NOT NULL,
  modified_ms REAL NOT NULL,                     -- of the file when it was added; with bytes: whether it is unchanged
  group_id TEXT NOT NULL,
  priority INTEGER NOT NULL,                     -- 0 high, 1 normal, 2 low
  position INTEGER NOT NULL UNIQUE,              -- grows for ever; the order of arrival
  provider TEXT CHECK (provider IN ('anthropic', 'offline')),
  state TEXT NOT NULL CHECK (state IN ('queued', 'processing', 'completed', 'failed', 'cancelled')), -- waiting is derived
  pages INTEGER,                                 -- of the file; null until it was opened
  title TEXT,
  added_at INTEGER NOT NULL,
  started_at INTEGER,                            -- since the last retry
  ended_at INTEGER,
  deleted_at INTEGER,                            -- hidden from every view; its rows are swept in slices
  error_code TEXT,
  error_message TEXT,
  error_remedy TEXT,
  -- Recounts of page and chunk, kept by the transaction that changes them, so that lists need no join.
  pages_text INTEGER NOT NULL DEFAULT 0,
  pages_empty INTEGER NOT NULL DEFAULT 0,
  pages_scanned INTEGER NOT NULL DEFAULT 0,
  pages_recognised INTEGER NOT NULL DEFAULT 0,
  pages_failed INTEGER NOT NULL DEFAULT 0,
  chunks_pending INTEGER NOT NULL DEFAULT 0,
  chunks_completed INTEGER NOT NULL DEFAULT 0,
  chunks_failed INTEGER NOT NULL DEFAULT 0,
  chunks_cancelled INTEGER NOT NULL DEFAULT 0,
  estimated_input INTEGER NOT NULL DEFAULT 0,    -- tokens of all its chunks
  estimated_output INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX document_by_state ON document (state, chunks_pending, deleted_at) WHERE deleted_at IS NULL;
CREATE INDEX document_by_end ON document (ended_at) WHERE deleted_at IS NULL;
CREATE INDEX document_by_bytes ON document (sha256, group_id);
CREATE INDEX document_open_path ON document (path) WHERE deleted_at IS NULL AND state IN ('queued', 'processing');
CREATE INDEX document_deleted ON document (deleted_at) WHERE deleted_at IS NOT NULL;

-- One document in one phase: the persistent queues.
CREATE TABLE processing_job (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  document_id TEXT NOT NULL REFERENCES document (id) ON DELETE CASCADE,
  phase TEXT NOT NULL CHECK (phase IN ('ingestion', 'extraction', 'chunking', 'kg_ingest')),
  status TEXT NOT NULL CHECK (status IN ('pending', 'processing', 'completed', 'failed', 'dead', 'cancelled')),
  priority INTEGER NOT NULL,                     -- both as in the document: the order of claims is one index
  position INTEGER NOT NULL,
  part INTEGER NOT NULL DEFAULT 0,               -- extraction: pages kept, 1 to part; chunking: first ordinal not kept yet
  checkpoint TEXT,                               -- what the phase keeps between parts
  graph_seq INTEGER,                             -- kg_ingest: the graph's sequence when the document began
  available_at INTEGER NOT NULL DEFAULT 0,       -- above 0: delayed until then
  parked INTEGER NOT NULL DEFAULT 0,             -- 1: pending, but there is nothing for it until more pages are saved
  retry_count INTEGER NOT NULL DEFAULT 0,
  error_code TEXT,
  error_message TEXT,
  error_remedy TEXT,
  created_at INTEGER NOT NULL,
  started_at INTEGER,
  completed_at INTEGER,                          -- when it ended, well or not
  UNIQUE (document_id, phase)
) STRICT;
CREATE INDEX job_queue ON processing_job (phase, status, priority, position);
CREATE INDEX job_begun ON processing_job (phase, priority, position) WHERE status = 'pending' AND started_at IS NOT NULL;
CREATE INDEX job_delayed ON processing_job (phase, available_at) WHERE status = 'pending' AND available_at > 0;
CREATE INDEX job_working ON processing_job (document_id) WHERE status = 'processing';

-- Text of the pages. Only pages up to the extraction job's part count; those behind it are of an earlier reading.
CREATE TABLE page (
  document_id TEXT NOT NULL REFERENCES document (id),
  number INTEGER NOT NULL,                       -- from 1
  label TEXT NOT NULL,                           -- what people cite
  state TEXT NOT NULL CHECK (state IN ('text', 'empty', 'scanned', 'recognised', 'failed')),
  error_code TEXT,
  error_message TEXT,
  error_remedy TEXT,
  text TEXT NOT NULL,
  PRIMARY KEY (document_id, number)
) STRICT;
CREATE INDEX page_by_state ON page (document_id, number, state);

CREATE TABLE chunk (
  id INTEGER PRIMARY KEY AUTOINCREMENT,          -- never used again: the ledger names it for ever
  document_id TEXT NOT NULL REFERENCES document (id),
  ordinal INTEGER NOT NULL,
  sha256 TEXT NOT NULL,                          -- of the text
  occurrence INTEGER NOT NULL,                   -- chunks of the document before it with the same text
  state TEXT NOT NULL CHECK (state IN ('pending', 'completed', 'failed', 'cancelled')),
  provider TEXT CHECK (provider IN ('anthropic', 'offline')), -- who read it; null until then
  asked_again INTEGER NOT NULL DEFAULT 0,        -- 1: a person asked again after it had failed
  reused INTEGER NOT NULL DEFAULT 0,             -- 1: answered by the ledger
  facts INTEGER NOT NULL DEFAULT 0,
  dropped_facts INTEGER NOT NULL DEFAULT 0,      -- not supported by the text
  estimated_input INTEGER NOT NULL,
  estimated_output INTEGER NOT NULL,
  started_at INTEGER,                            -- when its first call was sent
  ended_at INTEGER,
  error_code TEXT,
  error_message TEXT,
  error_remedy TEXT,
  spans TEXT NOT NULL,                           -- JSON: [{page, start, end}]
  headings TEXT NOT NULL,                        -- JSON: outermost first
  text TEXT NOT NULL,
  UNIQUE (document_id, ordinal)
) STRICT;
-- Rows are as large as their text: what is counted and summed is read from the index alone.
CREATE INDEX chunk_by_state ON chunk (document_id, state, ordinal, reused, estimated_input, estimated_output);
CREATE INDEX chunk_by_end ON chunk (ended_at, state, reused) WHERE ended_at IS NOT NULL;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL                            -- JSON
) STRICT, WITHOUT ROWID;

-- What happened, for the activity view, the report of a run, and support.
CREATE TABLE event (
  seq INTEGER PRIMARY KEY AUTOINCREMENT,
  at INTEGER NOT NULL,
  kind TEXT NOT NULL,
  document_id TEXT,
  duplicate_id TEXT,                             -- document.known, by the store alone: the row that gave way
  text TEXT NOT NULL
) STRICT;
CREATE INDEX event_known ON event (at) WHERE duplicate_id IS NOT NULL;
`
