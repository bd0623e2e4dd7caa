import type { PageState } from '../../../src-shared/model/document.ts'
import { ERRORS, type ErrorInfo } from '../../../src-shared/contract/errors.ts'
import type { PageStore, PageText } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createEndings } from './document-ends.ts'
import { createRecount } from './recount.ts'
import { type ErrorColumns, errorOf, errorValues } from './rows.ts'

interface PageColumns extends ErrorColumns {
  number: number
  label: string
  state: PageState
  text: string
}

interface Counts {
  pages_text: number
  pages_recognised: number
  pages_empty: number
  pages_scanned: number
  pages_failed: number
}

export function createPageStore(database: Database): PageStore {
  const { sql, read, write } = database
  const endings = createEndings(database)
  const recount = createRecount(database)

  const openJob = sql.prepare<[number], { part: number; priority: number; position: number }>(
    `SELECT part, priority, position FROM processing_job WHERE id = ? AND status IN ('pending', 'processing')`,
  )
  const describe = sql.prepare('UPDATE document SET pages = ?, title = ? WHERE id = ?')
  const keep = sql.prepare(
    `INSERT INTO page (document_id, number, label, state, error_code, error_message, error_remedy, text)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (document_id, number) DO UPDATE SET label = excluded.label, state = excluded.state,
       error_code = excluded.error_code, error_message = excluded.error_message,
       error_remedy = excluded.error_remedy, text = excluded.text,
       discarded = page.discarded AND excluded.state = 'failed'`,
  )
  const setPart = sql.prepare('UPDATE processing_job SET part = ? WHERE id = ?')
  const addChunking = sql.prepare(
    `INSERT INTO processing_job (document_id, phase, status, priority, position, created_at)
     VALUES (?, 'chunking', 'pending', ?, ?, ?) ON CONFLICT (document_id, phase) DO UPDATE SET parked = 0`,
  )
  const dropBehind = sql.prepare('DELETE FROM page WHERE document_id = ? AND number > ?')
  const countsOf = sql.prepare<[string], Counts>(
    'SELECT pages_text, pages_recognised, pages_empty, pages_scanned, pages_failed FROM document WHERE id = ?',
  )
  const extraction = sql.prepare<[string], { part: number; status: string }>(
    `SELECT part, status FROM processing_job WHERE document_id = ? AND phase = 'extraction'`,
  )
  const slice = sql.prepare<[string, number, number, number], PageColumns>(
    `SELECT number, label, state, error_code, error_message, error_remedy, text FROM page
     WHERE document_id = ? AND number >= ? AND number <= ? ORDER BY number LIMIT ?`,
  )

  return {
    savePages: (job, info, pages, done, now) =>
      write((): ErrorInfo | null => {
        const open = openJob.get(job.id)
        if (!open) return null
        const id = job.document.id
        describe.run(info.pages, info.title, id)
        let part = open.part
        for (const page of pages.toSorted((a, b) => a.number - b.number)) {
          keep.run(id, page.number, page.label, page.state, ...errorValues(page.error), page.text)
          if (page.number === part + 1) part = page.number
        }
        setPart.run(part, job.id)
        recount.pages(id)
        if (pages.length > 0 || done) addChunking.run(id, open.priority, open.position, now)
        if (!done) return null
        dropBehind.run(id, part)
        endings.completeJob(id, 'extraction', now)
        const counts = countsOf.get(id)
        if (!counts || counts.pages_text + counts.pages_recognised > 0) return null
        const error = noText(counts)
        endings.fail(id, 'extraction', error, now)
        return error
      }),

    firstMissingPage: (documentId) => read(() => (extraction.get(documentId)?.part ?? 0) + 1),

    pages: (documentId, from, limit) =>
      read(() => {
        const { part, status } = extraction.get(documentId) ?? { part: 0, status: 'pending' }
        return { pages: slice.all(documentId, from, part, limit).map(pageText), complete: status === 'completed' }
      }),
  }
}

function pageText(row: PageColumns): PageText {
  return { number: row.number, label: row.label, state: row.state, text: row.text, error: errorOf(row) }
}

function noText(counts: Counts): ErrorInfo {
  const { pages_scanned: scanned, pages_empty: empty, pages_failed: failed } = counts
  return {
    code: 'pdf_no_text',
    message: `Expected text on at least one page; came ${scanned} scanned, ${empty} empty and ${failed} unreadable pages.`,
    remedy: ERRORS.pdf_no_text.remedy,
  }
}
