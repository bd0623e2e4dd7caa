import type { ErrorCode, ErrorInfo } from '../../../src-shared/contract/errors.ts'
import type { Gap } from '../../../src-shared/contract/schemas.ts'
import type { PageSpan } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { type ErrorColumns, errorOf } from './rows.ts'

/**
 * What a completed document has lost: pages of failed chunks and failed pages, one gap for each error code.
 * Pages without text in a document that has text elsewhere are no gap.
 */
export function createGapReader({ sql }: Pick<Database, 'sql'>): (documentId: string) => Gap[] {
  const chunks = sql.prepare<[string], ErrorColumns & { spans: string }>(
    `SELECT spans, error_code, error_message, error_remedy FROM chunk
     WHERE document_id = ? AND state = 'failed' ORDER BY ordinal`,
  )
  const pages = sql.prepare<[string], ErrorColumns & { number: number }>(
    `SELECT number, coalesce(error_code, 'page_unreadable') AS error_code, error_message, error_remedy FROM page
     WHERE document_id = ? AND state = 'failed' ORDER BY number`,
  )

  return (documentId) => {
    const gaps = new Map<ErrorCode, { error: ErrorInfo; pages: Set<number> }>()
    const lose = (row: ErrorColumns, lost: number[]) => {
      const error = errorOf(row)
      if (!error) return
      const gap = gaps.get(error.code) ?? { error, pages: new Set() }
      for (const page of lost) gap.pages.add(page)
      gaps.set(error.code, gap)
    }
    for (const row of chunks.all(documentId)) lose(row, pagesOf(row.spans))
    for (const row of pages.all(documentId)) lose(row, [row.number])
    return [...gaps.values()].map(({ error, pages }) => ({ pages: [...pages].toSorted((a, b) => a - b), ...error }))
  }
}

/** Page numbers of a chunk's spans, each once, in order. */
export function pagesOf(spans: string): number[] {
  const numbers = (JSON.parse(spans) as PageSpan[]).map((span) => span.page)
  return [...new Set(numbers)].toSorted((a, b) => a - b)
}
