import type { ErrorInfo } from '../../../src-shared/contract/errors.ts'
import type { Gap } from '../../../src-shared/contract/schemas.ts'
import type { PageSpan } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { type ErrorColumns, errorOf } from './rows.ts'

type Lost = ErrorColumns & { discarded: number }

/**
 * What a completed document has lost: pages of failed chunks and failed pages, one gap for each error code; what was
 * discarded is a gap of its own.
 * Pages without text in a document that has text elsewhere are no gap.
 */
export function createGapReader({ sql }: Pick<Database, 'sql'>): (documentId: string) => Gap[] {
  const chunks = sql.prepare<[string], Lost & { spans: string }>(
    `SELECT spans, discarded, error_code, error_message, error_remedy FROM chunk
     WHERE document_id = ? AND state = 'failed' ORDER BY ordinal`,
  )
  const pages = sql.prepare<[string], Lost & { number: number }>(
    `SELECT number, discarded, coalesce(error_code, 'page_unreadable') AS error_code, error_message, error_remedy FROM page
     WHERE document_id = ? AND state = 'failed' ORDER BY number`,
  )

  return (documentId) => {
    const gaps = new Map<string, { error: ErrorInfo; pages: Set<number>; discarded: boolean }>()
    const lose = (row: Lost, lost: number[]) => {
      const error = errorOf(row)
      if (!error) return
      const key = `${error.code} ${row.discarded}`
      const gap = gaps.get(key) ?? { error, pages: new Set(), discarded: row.discarded === 1 }
      for (const page of lost) gap.pages.add(page)
      gaps.set(key, gap)
    }
    for (const row of chunks.all(documentId)) lose(row, pagesOf(row.spans))
    for (const row of pages.all(documentId)) lose(row, [row.number])
    return [...gaps.values()].map(({ error, pages, discarded }) => ({
      pages: [...pages].toSorted((a, b) => a - b),
      ...error,
      discarded,
    }))
  }
}

/** Page numbers of a chunk's spans, each once, in order. */
export function pagesOf(spans: string): number[] {
  const numbers = (JSON.parse(spans) as PageSpan[]).map((span) => span.page)
  return [...new Set(numbers)].toSorted((a, b) => a - b)
}
