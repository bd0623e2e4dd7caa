/** Jobs in the order of work, whatever their phase and status: a list of some of them sorts nothing. */
export const sql = `
CREATE INDEX job_in_order ON processing_job (priority, position, id, phase, status, document_id);
`
