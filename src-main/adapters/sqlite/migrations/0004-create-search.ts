/** Full-text search. Row ids are those of entity and relationship; the text itself is not kept twice. */
export const sql = `
CREATE VIRTUAL TABLE entity_text USING fts5 (
  name, aliases, summary,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
CREATE VIRTUAL TABLE fact_text USING fts5 (
  fact,
  content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
`
