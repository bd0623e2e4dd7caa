/** What was paid for answers of no use: few of all calls, and asked for with every report. */
export const sql = `
CREATE INDEX call_spoilt ON llm_call (document_id, ended_at, cost) WHERE verdict = 'spoilt';
`
