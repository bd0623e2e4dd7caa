/** Dead letters of a document that wait for a person, and those that a person discarded: columns of the table `document`. */
export const WAITING = {
  index: 'document_letters',
  count: `CASE state WHEN 'failed' THEN 1 - discarded
    WHEN 'completed' THEN chunks_failed + pages_failed - chunks_discarded - pages_discarded ELSE 0 END`,
  some: `deleted_at IS NULL AND ((state = 'failed' AND discarded = 0)
    OR (state = 'completed' AND chunks_failed + pages_failed > chunks_discarded + pages_discarded))`,
}

export const DISCARDED = {
  index: 'document_discards',
  count: `CASE state WHEN 'failed' THEN discarded WHEN 'completed' THEN chunks_discarded + pages_discarded ELSE 0 END`,
  some: `deleted_at IS NULL AND ((state = 'failed' AND discarded = 1)
    OR (state = 'completed' AND chunks_discarded + pages_discarded > 0))`,
}
