import { ERRORS, type ErrorInfo } from '../../../src-shared/contract/errors.ts'
import type { ChunkState } from '../../../src-shared/model/document.ts'
import type { ChunkRow, ChunkStore, KgDocument, NewChunk, PageSpan } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createEndings } from './document-ends.ts'
import { createGraphWriter, type GraphChange } from './graph-writer.ts'
import { createKgClaim } from './kg-claim.ts'
import { createRecount } from './recount.ts'
import { type ErrorColumns, errorOf, errorValues } from './rows.ts'

interface ChunkColumns extends ErrorColumns {
  id: number
  document_id: string
  ordinal: number
  sha256: string
  occurrence: number
  state: ChunkState
  asked_again: number
  estimated_input: number
  estimated_output: number
  spans: string
  headings: string
  text: string
}

export function createChunkStore(database: Database): ChunkStore {
  const { sql, read, write } = database
  const endings = createEndings(database)
  const recount = createRecount(database)
  const graph = createGraphWriter(database)
  const kg = createKgClaim(database)

  const openJob = sql.prepare<[number], { part: number; priority: number; position: number }>(
    `SELECT part, priority, position FROM processing_job WHERE id = ? AND status IN ('pending', 'processing')`,
  )
  const atPlace = sql.prepare<[string, number], { id: number; sha256: string; occurrence: number }>(
    'SELECT id, sha256, occurrence FROM chunk WHERE document_id = ? AND ordinal = ?',
  )
  const commitAgain = sql.prepare(
    `UPDATE chunk SET state = 'pending', started_at = NULL, ended_at = NULL WHERE id = ? AND state = 'completed'`,
  )
  const update = sql.prepare(
    `UPDATE chunk SET spans = ?, headings = ?, occurrence = ?, estimated_input = ?, estimated_output = ? WHERE id = ?`,
  )
  const insert = sql.prepare(
    `INSERT INTO chunk (document_id, ordinal, sha256, spans, headings, occurrence, estimated_input, estimated_output, state)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'pending')`,
  )
  const insertText = sql.prepare('INSERT INTO chunk_text (chunk_id, text) VALUES (?, ?)')
  const remove = sql.prepare('DELETE FROM chunk WHERE id = ?')
  const behind = sql.prepare<[string, number], { id: number }>(
    'SELECT id FROM chunk WHERE document_id = ? AND ordinal >= ?',
  )
  const keepPart = sql.prepare('UPDATE processing_job SET part = ?, checkpoint = ? WHERE id = ?')
  const addKgJob = sql.prepare(
    `INSERT INTO processing_job (document_id, phase, status, priority, position, created_at)
     VALUES (?, 'kg_ingest', 'pending', ?, ?, ?) ON CONFLICT (document_id, phase) DO NOTHING`,
  )
  const pending = sql.prepare<[string, number, number], ChunkColumns>(
    `SELECT id, document_id, ordinal, sha256, occurrence, state, asked_again, estimated_input, estimated_output,
       error_code, error_message, error_remedy, spans, headings, text
     FROM chunk JOIN chunk_text ON chunk_id = id
     WHERE document_id = ? AND state = 'pending' AND ordinal > ? ORDER BY ordinal LIMIT ?`,
  )
  const stillThere = sql.prepare<[number], { document_id: string }>(
    `SELECT c.document_id FROM chunk c JOIN document d ON d.id = c.document_id
     WHERE c.id = ? AND d.deleted_at IS NULL`,
  )
  const endChunk = sql.prepare(
    `UPDATE chunk SET state = ?, provider = ?, asked_again = 0, reused = ?, facts = ?, dropped_facts = ?, ended_at = ?,
       error_code = ?, error_message = ?, error_remedy = ? WHERE id = ?`,
  )
  const approve = sql.prepare(
    `UPDATE llm_call SET verdict = 'valid', judged_at = ? WHERE id = ? AND state = 'answered' AND verdict <> 'valid'`,
  )
  // Asked at the same time as the answer that turned out good: paid all the same.
  const markLaterTwins = sql.prepare(
    `UPDATE llm_call SET paid_twice = 1
     WHERE answer_key = (SELECT answer_key FROM llm_call WHERE id = ? AND answer IS NOT NULL)
     AND id > ? AND state = 'answered' AND verdict IN ('unjudged', 'valid')`,
  )
  const ending = sql.prepare<
    [string],
    { state: string; chunks_pending: number; chunks_completed: number; chunks_failed: number; cut: number }
  >(
    `SELECT state, chunks_pending, chunks_completed, chunks_failed,
       EXISTS (SELECT 1 FROM processing_job WHERE document_id = d.id AND phase = 'chunking' AND status = 'completed') AS cut
     FROM document d WHERE id = ? AND deleted_at IS NULL`,
  )
  const firstFailure = sql.prepare<[string], ErrorColumns>(
    `SELECT error_code, error_message, error_remedy FROM chunk WHERE document_id = ? AND state = 'failed'
     ORDER BY ordinal LIMIT 1`,
  )

  function removeChunk(id: number, change: GraphChange): void {
    change.clearChunk(id)
    remove.run(id)
  }

  function keep(documentId: string, chunk: NewChunk, change: GraphChange): void {
    const { ordinal, sha256, text, occurrence, estimatedInput, estimatedOutput } = chunk
    const spans = JSON.stringify(chunk.spans)
    const headings = JSON.stringify(chunk.headings)
    const old = atPlace.get(documentId, ordinal)
    if (old?.sha256 === sha256) {
      // Its episode would have another name, its facts may stand on other pages: the ledger knows what they are.
      if (old.occurrence !== occurrence) commitAgain.run(old.id)
      update.run(spans, headings, occurrence, estimatedInput, estimatedOutput, old.id)
      return
    }
    if (old) removeChunk(old.id, change)
    const row = [documentId, ordinal, sha256, spans, headings, occurrence, estimatedInput, estimatedOutput]
    insertText.run(insert.run(...row).lastInsertRowid, text)
  }

  return {
    saveChunks: (job, chunks, checkpoint, done, now) =>
      write(() => {
        const open = openJob.get(job.id)
        if (!open) return
        const id = job.document.id
        const change = graph.begin(now)
        for (const chunk of chunks) keep(id, chunk, change)
        const part = Math.max(open.part, ...chunks.map((chunk) => chunk.ordinal + 1))
        keepPart.run(part, checkpoint, job.id)
        if (done) {
          for (const chunk of behind.all(id, part)) removeChunk(chunk.id, change)
          endings.completeJob(id, 'chunking', now)
        }
        change.settle()
        recount.chunks(id)
        recount.sizes(id)
        if (chunks.length > 0 || done) addKgJob.run(id, open.priority, open.position, now)
      }),

    claimKgDocument: (provider, only, now) => write((): KgDocument | null => kg.claim(provider, only, now)),

    claimBeside: (documentIds, provider, now) =>
      write((): KgDocument | null => kg.claimBeside(documentIds, provider, now)),

    pendingChunks: (documentId, afterOrdinal, limit) =>
      read(() => pending.all(documentId, afterOrdinal, limit).map(chunkRow)),

    finishChunk: (chunk, end, provider, now) =>
      write(() => {
        const completed = end.state === 'completed' ? end : null
        for (const callId of completed?.callIds ?? []) {
          if (approve.run(now, callId).changes > 0) markLaterTwins.run(callId, callId)
        }
        // Cut anew or deleted while its call was out: the answer is kept in the ledger, nothing else.
        const documentId = stillThere.get(chunk.id)?.document_id
        if (documentId === undefined) return
        const change = graph.begin(now)
        change.clearChunk(chunk.id)
        if (completed) change.write(completed.writes, { documentId, chunkId: chunk.id, ordinal: chunk.ordinal })
        change.settle()
        const facts = new Set(completed?.writes.relationships.map((one) => one.uuid)).size
        const error = errorValues(end.state === 'failed' ? end.error : null)
        const reused = completed?.reused ? 1 : 0
        endChunk.run(end.state, provider, reused, facts, completed?.droppedFacts ?? 0, now, ...error, chunk.id)
        recount.chunks(documentId)
      }),

    finishKgDocument: (documentId, now) =>
      write((): 'completed' | 'failed' | null => {
        const document = ending.get(documentId)
        if (!document) return null
        if (document.state === 'completed' || document.state === 'failed') return document.state
        if (document.state === 'cancelled' || document.cut === 0 || document.chunks_pending > 0) return null
        if (document.chunks_failed > 0 && document.chunks_completed === 0) {
          const reason = firstFailure.get(documentId)
          endings.fail(documentId, 'kg_ingest', allFailed(document.chunks_failed, reason ? errorOf(reason) : null), now)
          return 'failed'
        }
        endings.complete(documentId, now)
        return 'completed'
      }),
  }
}

function allFailed(chunks: number, first: ErrorInfo | null): ErrorInfo {
  const reason = first ? `the first for ${first.code}: ${first.message}` : 'without a reason'
  return {
    code: 'all_chunks_failed',
    message: `Expected at least one chunk to be read; all ${chunks} failed, ${reason}`,
    remedy: ERRORS.all_chunks_failed.remedy,
  }
}

function chunkRow(row: ChunkColumns): ChunkRow {
  return {
    id: row.id,
    documentId: row.document_id,
    ordinal: row.ordinal,
    sha256: row.sha256,
    text: row.text,
    spans: JSON.parse(row.spans) as PageSpan[],
    headings: JSON.parse(row.headings) as string[],
    occurrence: row.occurrence,
    estimatedInput: row.estimated_input,
    estimatedOutput: row.estimated_output,
    state: row.state,
    error: errorOf(row),
    askedAgain: row.asked_again === 1,
  }
}
