import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import type { ChunkState, PageState } from '../../../src-shared/model/document.ts'
import type { PageSpan, ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { type ErrorColumns, errorOf } from './rows.ts'

interface ChunkColumns extends ErrorColumns {
  id: number
  ordinal: number
  state: ChunkState
  headings: string
  text: string
  spans: string
}

type Fact = CommandOutput<'document.chunk'>['facts'][number]

/** A document page by page and chunk by chunk, with the facts that quote it. */
export function createDocumentDetails({ sql, read }: Database): Pick<ReportStore, 'documentPages' | 'chunkDetail'> {
  const pages = sql.prepare<[{ id: string }], { number: number; label: string; state: PageState }>(
    `SELECT number, label, state FROM page WHERE document_id = @id AND number <=
       (SELECT part FROM processing_job WHERE document_id = @id AND phase = 'extraction') ORDER BY number`,
  )
  const factsByPage = sql.prepare<[string], { page: number; facts: number }>(
    `SELECT v.page, count(*) AS facts FROM episode e JOIN evidence v ON v.episode_id = e.id
     WHERE e.document_id = ? AND e.deleted = 0 GROUP BY v.page`,
  )
  const chunk = sql.prepare<[string, number], ChunkColumns>(
    `SELECT id, ordinal, state, headings, text, spans, error_code, error_message, error_remedy
     FROM chunk JOIN chunk_text ON chunk_id = id WHERE document_id = ? AND ordinal = ?`,
  )
  const factsOfChunk = sql.prepare<[number], Fact>(
    `SELECT s.name AS source, r.name AS relation, t.name AS target, r.fact, v.page, v.quote
     FROM episode e JOIN evidence v ON v.episode_id = e.id JOIN relationship r ON r.id = v.relationship_id
     JOIN entity s ON s.id = r.source_id JOIN entity t ON t.id = r.target_id
     WHERE e.chunk_id = ? AND e.deleted = 0 ORDER BY v.page, r.id, v.quote`,
  )
  const lastSpoilt = sql.prepare<[string, number], { answer: string }>(
    `SELECT answer FROM llm_call WHERE document_id = ? AND chunk_id = ? AND state = 'answered' AND verdict = 'spoilt'
     ORDER BY id DESC LIMIT 1`,
  )

  return {
    documentPages: (documentId) =>
      read(() => {
        const facts = new Map(factsByPage.all(documentId).map((row) => [row.page, row.facts]))
        return { pages: pages.all({ id: documentId }).map((page) => ({ ...page, facts: facts.get(page.number) ?? 0 })) }
      }),

    chunkDetail: (documentId, ordinal) =>
      read(() => {
        const row = chunk.get(documentId, ordinal)
        if (!row) return null
        const spoilt = row.state === 'failed' ? lastSpoilt.get(documentId, row.id) : undefined
        return {
          ordinal: row.ordinal,
          headings: JSON.parse(row.headings) as string[],
          text: row.text,
          spans: JSON.parse(row.spans) as PageSpan[],
          facts: factsOfChunk.all(row.id),
          answer: spoilt?.answer ?? null,
          error: errorOf(row),
        }
      }),
  }
}
