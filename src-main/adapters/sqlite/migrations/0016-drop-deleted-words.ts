/** What was said of documents that were deleted before it went with them, and where it is found. */
export const sql = `
CREATE INDEX event_by_document ON event (document_id) WHERE document_id IS NOT NULL;
DELETE FROM event WHERE kind <> 'document.deleted'
  AND document_id IN (SELECT document_id FROM event WHERE kind = 'document.deleted');
UPDATE llm_call SET error_message = NULL
WHERE error_message IS NOT NULL AND NOT EXISTS (SELECT 1 FROM document WHERE id = llm_call.document_id);
INSERT OR REPLACE INTO setting (name, value) SELECT 'sweep.traces', '"indexes"'
WHERE EXISTS (SELECT 1 FROM event WHERE kind = 'document.deleted');
`
