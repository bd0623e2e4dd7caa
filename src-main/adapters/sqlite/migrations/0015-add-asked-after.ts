/** Where the questions of a chunk begin: a time would not do, for a clock may be set back between two of them. */
export const sql = `
ALTER TABLE chunk ADD COLUMN asked_after INTEGER NOT NULL DEFAULT 0;  -- the last call before a person had it asked again
`
