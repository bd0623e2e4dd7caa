import type { ErrorInfo } from '../../../src-shared/contract/errors.ts'
import type { Letter } from '../../../src-shared/contract/schemas.ts'
import type { Provider } from '../../../src-shared/model/document.ts'
import type { Phase } from '../../../src-shared/model/phase.ts'
import type { Database } from './database.ts'
import { pagesOf } from './gaps.ts'
import { estimateOf, NOTHING_SPENT, SPEND_COLUMNS, type SpendColumns, spendOf } from './report-columns.ts'
import { type ErrorColumns, errorOf } from './rows.ts'

export interface LossyDocument extends ErrorColumns {
  id: string
  name: string
  position: number
  state: 'completed' | 'failed'
  provider: Provider | null
  cost: number
  ended_at: number
}

/** In a document the letter of the whole comes first, then those of pages, then of chunks; `at`: page number or ordinal. */
export interface PlaceInDocument {
  kind: 'document' | 'page' | 'chunk'
  at: number
}

export interface FoundLetter {
  place: PlaceInDocument
  letter: Omit<Letter, 'documentId' | 'name' | 'discarded'>
}

interface Estimated {
  estimated_input: number
  estimated_output: number
}

interface ChunkColumns extends ErrorColumns, Estimated {
  id: number
  ordinal: number
  ended_at: number
  spans: string
}

/** What was paid, of it for answers that were of no use, and whether one of those is kept. */
type Paid = SpendColumns & { answer: number }

const NOTHING_PAID: Paid = { ...NOTHING_SPENT, answer: 0 }
const PAID = `SELECT ${SPEND_COLUMNS}, coalesce(sum(cost) FILTER (WHERE verdict = 'spoilt'), 0) AS spoilt,
  count(*) FILTER (WHERE verdict = 'spoilt' AND answer IS NOT NULL) > 0 AS answer FROM llm_call`

/** The dead letters of one document that stand behind a place, at most so many; from small indexes, however large it is. */
export function createLetterRows({ sql }: Pick<Database, 'sql'>) {
  const endedIn = sql
    .prepare<[string], Phase>(
      `SELECT phase FROM processing_job WHERE document_id = ? AND status IN ('failed', 'dead') LIMIT 1`,
    )
    .pluck()
  const readAt = sql
    .prepare<[string], number | null>(
      `SELECT completed_at FROM processing_job WHERE document_id = ? AND phase = 'extraction'`,
    )
    .pluck()
  const unanswered = sql.prepare<[string], Estimated>(
    `SELECT coalesce(sum(estimated_input), 0) AS estimated_input, coalesce(sum(estimated_output), 0) AS estimated_output
     FROM chunk WHERE document_id = ? AND state <> 'completed'`,
  )
  const pages = sql.prepare<[string, number, number, number], ErrorColumns & { number: number }>(
    `SELECT number, coalesce(error_code, 'page_unreadable') AS error_code, error_message, error_remedy FROM page
     WHERE document_id = ? AND state = 'failed' AND discarded = ? AND number > ? ORDER BY number LIMIT ?`,
  )
  const chunks = sql.prepare<[string, number, number, number], ChunkColumns>(
    `SELECT id, ordinal, ended_at, spans, estimated_input, estimated_output, error_code, error_message, error_remedy
     FROM chunk WHERE document_id = ? AND state = 'failed' AND discarded = ? AND ordinal > ? ORDER BY ordinal LIMIT ?`,
  )
  const paidForDocument = sql.prepare<[string], Paid>(`${PAID} WHERE document_id = ?`)
  const paidForChunk = sql.prepare<[string, number], Paid>(`${PAID} WHERE document_id = ? AND chunk_id = ?`)

  function whole(document: LossyDocument, model: string): FoundLetter {
    const { id, provider, cost } = document
    const left = unanswered.get(id)
    return {
      place: { kind: 'document', at: 0 },
      letter: {
        kind: 'document',
        phase: endedIn.get(id) ?? 'ingestion',
        chunk: null,
        pages: [],
        error: reasonOf(document),
        since: document.ended_at,
        estimate: left ? estimateOf({ provider, cost, ...left }, model) : null,
        ...paidOf(paidForDocument.get(id)),
      },
    }
  }

  function pageLetter(document: LossyDocument, page: ErrorColumns & { number: number }): FoundLetter {
    return {
      place: { kind: 'page', at: page.number },
      letter: {
        kind: 'page',
        phase: 'extraction',
        chunk: null,
        pages: [page.number],
        error: reasonOf(page),
        since: readAt.get(document.id) ?? document.ended_at,
        estimate: null,
        ...paidOf(NOTHING_PAID),
      },
    }
  }

  function chunkLetter({ id, provider, cost }: LossyDocument, chunk: ChunkColumns, model: string): FoundLetter {
    return {
      place: { kind: 'chunk', at: chunk.ordinal },
      letter: {
        kind: 'chunk',
        phase: 'kg_ingest',
        chunk: chunk.ordinal,
        pages: pagesOf(chunk.spans),
        error: reasonOf(chunk),
        since: chunk.ended_at,
        estimate: estimateOf({ ...chunk, provider, cost }, model),
        ...paidOf(paidForChunk.get(id, chunk.id)),
      },
    }
  }

  return (
    document: LossyDocument,
    after: PlaceInDocument | null,
    limit: number,
    { discarded, model }: { discarded: boolean; model: string },
  ): FoundLetter[] => {
    if (document.state === 'failed') return after === null ? [whole(document, model)] : []
    const flag = Number(discarded)
    const beforeChunks = after?.kind !== 'chunk'
    const lost = beforeChunks ? pages.all(document.id, flag, after?.at ?? 0, limit) : []
    const room = limit - lost.length
    const unread = room > 0 ? chunks.all(document.id, flag, beforeChunks ? -1 : after.at, room) : []
    return [
      ...lost.map((page) => pageLetter(document, page)),
      ...unread.map((chunk) => chunkLetter(document, chunk, model)),
    ]
  }
}

function paidOf(paid: Paid = NOTHING_PAID) {
  const { calls, costUsd, spoiltUsd } = spendOf(paid, 0)
  return { calls, costUsd, spoiltUsd, answer: paid.answer === 1 }
}

function reasonOf(row: ErrorColumns): ErrorInfo {
  return errorOf(row) ?? { code: 'internal', message: 'no reason is known', remedy: '' }
}
