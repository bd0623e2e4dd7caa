/** What an answer was when it came, so that one which the disk has changed is never used. */
export const sql = `
ALTER TABLE llm_call ADD COLUMN answer_sha TEXT; -- of its bytes as they came; null of those from before
`
