/**
 * The graph. change_seq tells a projection what to write again; rows that went stay as tombstones without text.
 * A mention is part of its episode and evidence part of its relationship: a change of either is stamped on its owner.
 */
export const sql = `
CREATE TABLE graph_clock (
  only_row INTEGER PRIMARY KEY CHECK (only_row = 1),
  seq INTEGER NOT NULL                           -- grows by one with each transaction that writes to the graph
) STRICT;
INSERT INTO graph_clock VALUES (1, 0);

CREATE TABLE episode (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  group_id TEXT NOT NULL,
  document_id TEXT,                              -- null in a tombstone
  chunk_id INTEGER,
  ordinal INTEGER,
  name TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  change_seq INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX episode_by_chunk ON episode (chunk_id) WHERE deleted = 0;
CREATE INDEX episode_by_document ON episode (document_id, ordinal) WHERE deleted = 0;
CREATE INDEX episode_by_group ON episode (group_id) WHERE deleted = 0;
CREATE INDEX episode_by_change ON episode (change_seq);

CREATE TABLE entity (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  group_id TEXT NOT NULL,
  name TEXT NOT NULL,                            -- as first seen, like the type
  type TEXT NOT NULL,
  summary TEXT NOT NULL,                         -- the first that was not empty
  summary_episode_id INTEGER,                    -- which episode gave it, and when: prompts know what is old enough
  summary_seq INTEGER,
  created_at INTEGER NOT NULL,
  created_seq INTEGER NOT NULL,
  change_seq INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX entity_by_group ON entity (group_id, uuid) WHERE deleted = 0;
CREATE INDEX entity_by_type ON entity (group_id, type) WHERE deleted = 0;
CREATE INDEX entity_by_change ON entity (change_seq);

-- Normalised names of entities. refs: how many mentions say so; at 0 the row goes.
CREATE TABLE entity_key (
  group_id TEXT NOT NULL,
  key TEXT NOT NULL,
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  refs INTEGER NOT NULL,
  created_seq INTEGER NOT NULL,
  PRIMARY KEY (group_id, key, entity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_key_by_entity ON entity_key (entity_id);

CREATE TABLE entity_alias (
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  alias TEXT NOT NULL,
  refs INTEGER NOT NULL,
  created_seq INTEGER NOT NULL,
  PRIMARY KEY (entity_id, alias)
) STRICT, WITHOUT ROWID;

CREATE TABLE mention (
  episode_id INTEGER NOT NULL REFERENCES episode (id),
  entity_id INTEGER NOT NULL REFERENCES entity (id),
  said TEXT NOT NULL,                            -- JSON {summary, aliases, keys}: what goes when the episode goes
  PRIMARY KEY (episode_id, entity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_by_entity ON mention (entity_id);

CREATE TABLE relationship (
  id INTEGER PRIMARY KEY,
  uuid TEXT NOT NULL UNIQUE,
  group_id TEXT NOT NULL,
  source_id INTEGER NOT NULL REFERENCES entity (id),
  target_id INTEGER NOT NULL REFERENCES entity (id),
  name TEXT NOT NULL,                            -- SCREAMING_SNAKE_CASE
  fact TEXT NOT NULL,
  valid_at INTEGER,                              -- the first that its evidence names
  invalid_at INTEGER,
  created_at INTEGER NOT NULL,
  change_seq INTEGER NOT NULL,
  deleted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX relationship_by_group ON relationship (group_id, uuid) WHERE deleted = 0;
CREATE INDEX relationship_by_source ON relationship (source_id);
CREATE INDEX relationship_by_target ON relationship (target_id);
CREATE INDEX relationship_by_change ON relationship (change_seq);

-- Where a fact stands: which episode, page of the document, and words.
CREATE TABLE evidence (
  relationship_id INTEGER NOT NULL REFERENCES relationship (id),
  episode_id INTEGER NOT NULL REFERENCES episode (id),
  page INTEGER NOT NULL,
  quote TEXT NOT NULL,
  valid_at INTEGER,
  invalid_at INTEGER,
  PRIMARY KEY (relationship_id, episode_id, page, quote)
) STRICT, WITHOUT ROWID;
CREATE INDEX evidence_by_episode ON evidence (episode_id);
-- The first date is found at once, however many places name none.
CREATE INDEX evidence_valid ON evidence (relationship_id, episode_id, valid_at) WHERE valid_at IS NOT NULL;
CREATE INDEX evidence_invalid ON evidence (relationship_id, episode_id, invalid_at) WHERE invalid_at IS NOT NULL;
`
