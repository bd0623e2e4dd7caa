/** A row of chunk changes several times, its text never: apart, a step that changes a thousand rows stays short. */
export const sql = `
CREATE TABLE chunk_text (
  chunk_id INTEGER PRIMARY KEY REFERENCES chunk (id) ON DELETE CASCADE,
  text TEXT NOT NULL
) STRICT;
INSERT INTO chunk_text SELECT id, text FROM chunk;
ALTER TABLE chunk DROP COLUMN text;
`
