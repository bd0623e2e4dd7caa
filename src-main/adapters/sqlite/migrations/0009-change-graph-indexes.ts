/**
 * Steps of the graph that grew with it. By itself FTS5 merges 64 pages a level at once, some 10 to 20 ms now and then: the
 * graph's writer has a few merged with each change instead. And which facts name an entity is read from the indexes alone.
 * Source: sqlite.org/fts5.html, "The 'automerge' Configuration Option".
 */
export const sql = `
INSERT INTO entity_text (entity_text, rank) VALUES ('automerge', 0);
INSERT INTO fact_text (fact_text, rank) VALUES ('automerge', 0);

DROP INDEX relationship_by_source;
DROP INDEX relationship_by_target;
CREATE INDEX relationship_by_source ON relationship (source_id, deleted);
CREATE INDEX relationship_by_target ON relationship (target_id, deleted);
`
