import type { ErrorInfo } from '../../../src-shared/contract/errors.ts'
import { isErrorCode } from '../../../src-shared/contract/errors.ts'
import type { DocumentState, Priority, Provider } from '../../../src-shared/model/document.ts'
import { PRIORITIES } from '../../../src-shared/model/document.ts'
import type { DocumentRow } from '../../engine/ports.ts'

/** An error as three columns: all null or none. */
export interface ErrorColumns {
  error_code: string | null
  error_message: string | null
  error_remedy: string | null
}

/** Columns of an error in the order code, message, remedy; a code this version does not know reads as internal. */
export function errorOf(row: ErrorColumns): ErrorInfo | null {
  if (row.error_code === null) return null
  const code = isErrorCode(row.error_code) ? row.error_code : 'internal'
  return { code, message: row.error_message ?? '', remedy: row.error_remedy ?? '' }
}

export type ErrorValues = [string | null, string | null, string | null]

export function errorValues(error: ErrorInfo | null): ErrorValues {
  return error ? [error.code, error.message, error.remedy] : [null, null, null]
}

export interface DocumentColumns extends ErrorColumns {
  id: string
  sha256: string | null
  name: string
  path: string
  bytes: number
  pages: number | null
  title: string | null
  group_id: string
  priority: number
  provider: Provider | null
  state: DocumentState
  position: number
  added_at: number
  started_at: number | null
  ended_at: number | null
}

/** `waiting` is no stored state: the document has begun and none of its jobs is being worked on. */
export const STATE_COLUMN = `CASE WHEN d.state = 'processing'
  AND NOT EXISTS (SELECT 1 FROM processing_job w WHERE w.document_id = d.id AND w.status = 'processing')
  THEN 'waiting' ELSE d.state END AS state`

/** Columns of a DocumentColumns row, of the table named `d`. */
export const DOCUMENT_COLUMNS = `d.id, d.sha256, d.name, d.path, d.bytes, d.pages, d.title, d.group_id, d.priority,
  d.provider, d.position, d.added_at, d.started_at, d.ended_at, d.error_code, d.error_message, d.error_remedy, ${STATE_COLUMN}`

export function documentRow(row: DocumentColumns): DocumentRow {
  return {
    id: row.id,
    sha256: row.sha256,
    name: row.name,
    path: row.path,
    bytes: row.bytes,
    pages: row.pages,
    title: row.title,
    group: row.group_id,
    priority: priorityOf(row.priority),
    provider: row.provider,
    state: row.state,
    position: row.position,
    addedAt: row.added_at,
    startedAt: row.started_at,
    endedAt: row.ended_at,
    error: errorOf(row),
  }
}

export function priorityOf(rank: number): Priority {
  return PRIORITIES[rank] ?? 'normal'
}

export function rankOf(priority: Priority): number {
  return PRIORITIES.indexOf(priority)
}
