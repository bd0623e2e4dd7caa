import { createHash } from 'node:crypto'
import type { LedgerAnswer, LedgerStore, WindowCall } from '../../engine/ports.ts'
import type { Usage } from '../../../src-shared/model/usage.ts'
import { TEXT_LIVES } from './answer-erasure.ts'
import type { Database } from './database.ts'
import { createInPlaceCheck } from './in-place.ts'
import { createRecorder } from './recorder.ts'
import { createRecount } from './recount.ts'

interface WindowColumns {
  id: number
  state: 'sent' | 'answered' | 'refused' | 'unknown'
  sent_at: number
  ended_at: number | null
  estimated_input: number
  estimated_output: number
  max_output: number
  input: number
  output: number
  cache_read: number
  cache_write: number
}

const WINDOW_COLUMNS = `id, state, sent_at, ended_at, estimated_input, estimated_output, max_output,
  input, output, cache_read, cache_write`

const ANSWER_COLUMNS = 'id, document_id, chunk_id, answer, answer_sha, stop_reason, verdict'

interface AnswerColumns {
  id: number
  document_id: string
  chunk_id: number
  answer: string
  answer_sha: string | null
  stop_reason: LedgerAnswer['stopReason']
  verdict: LedgerAnswer['verdict']
}

/** Why an answer is spoilt that was whole when it came. */
const DAMAGED = 'answer_damaged'
const TOLD = 'A stored answer is not what came: the disk has changed it. Its chunk is asked again, and paid again.'

/** One row per API call, ever. */
export function createLedgerStore({ sql, read, write, now }: Database): LedgerStore {
  const recount = createRecount({ sql })
  const { addEvent } = createRecorder({ sql })
  const checkInPlace = createInPlaceCheck(sql)
  const latestAnswer = sql.prepare<[string], AnswerColumns>(
    `SELECT ${ANSWER_COLUMNS} FROM llm_call
     WHERE answer_key = ? AND state = 'answered' AND verdict IN ('unjudged', 'valid') AND answer IS NOT NULL
     ORDER BY id DESC LIMIT 1`,
  )
  const spoiltAnswer = sql.prepare<[string, number, string, number], AnswerColumns>(
    `SELECT ${ANSWER_COLUMNS} FROM llm_call
     WHERE document_id = ? AND chunk_id = ? AND answer_key = ? AND state = 'answered' AND verdict = 'spoilt'
       AND verdict_reason <> '${DAMAGED}' AND answer IS NOT NULL AND id > (SELECT asked_after FROM chunk WHERE id = ?)
     ORDER BY id DESC LIMIT 1`,
  )
  const send = sql.prepare(
    `INSERT INTO llm_call (document_id, chunk_id, model, family, answer_key, request_sha, pass, state,
       estimated_input, estimated_output, max_output, worst_cost, sent_at, text_sha)
     VALUES (?, ?, ?, ?, ?, ?, ?, 'sent', ?, ?, ?, ?, ?, (SELECT sha256 FROM chunk WHERE id = ?))`,
  )
  const startChunk = sql.prepare('UPDATE chunk SET started_at = coalesce(started_at, ?) WHERE id = ?')
  // For a document that was deleted meanwhile nothing is kept but what it cost.
  const unwanted = sql.prepare<[number], { found: number }>(
    `SELECT 1 AS found FROM llm_call WHERE id = ? AND NOT ${TEXT_LIVES}
     AND NOT EXISTS (SELECT 1 FROM document WHERE id = llm_call.document_id AND deleted_at IS NULL)`,
  )
  const answer = sql.prepare<unknown[], { document_id: string; answer_key: string }>(
    `UPDATE llm_call SET state = 'answered', verdict = 'unjudged', answer = ?, answer_sha = ?, stop_reason = ?, input = ?, output = ?,
       cache_read = ?, cache_write = ?, cost = ?, request_id = ?, http_status = ?, error_code = NULL,
       error_message = NULL, ended_at = ? WHERE id = ? RETURNING document_id, answer_key`,
  )
  // The first condition on the verdict is the index's, the second what is meant.
  const markTwin = sql.prepare(
    `UPDATE llm_call SET paid_twice = 1 WHERE id = ? AND EXISTS (SELECT 1 FROM llm_call e
       WHERE e.answer_key = ? AND e.id < ? AND e.state = 'answered' AND e.verdict IN ('unjudged', 'valid')
       AND e.verdict = 'valid' AND e.answer IS NOT NULL)`,
  )
  // May quote the text: not kept of a document that was deleted meanwhile.
  const MESSAGE = '(SELECT ? FROM document WHERE id = llm_call.document_id AND deleted_at IS NULL)'
  const refuse = sql.prepare(
    `UPDATE llm_call SET state = 'refused', http_status = ?, error_code = ?, error_message = ${MESSAGE}, request_id = ?,
       ended_at = ? WHERE id = ? AND state <> 'answered'`,
  )
  const lose = sql.prepare(
    `UPDATE llm_call SET state = 'unknown', error_code = ?, error_message = ${MESSAGE}, input = ?, output = ?, cache_read = ?,
       cache_write = ?, ended_at = ? WHERE id = ? AND state <> 'answered'`,
  )
  const answeredAfter = sql.prepare<[string, number], { found: number }>(
    `SELECT EXISTS (SELECT 1 FROM llm_call f WHERE f.document_id = ? AND f.chunk_id = ? AND f.state IN ('refused', 'unknown')
       AND f.error_code IN ('api_error', 'overloaded', 'connection_lost', 'call_timeout')
       AND EXISTS (SELECT 1 FROM llm_call a WHERE a.id > f.id AND a.state = 'answered' AND a.chunk_id <> f.chunk_id)) AS found`,
  )
  const spoil = sql.prepare(
    `UPDATE llm_call SET verdict = 'spoilt', verdict_reason = ?, judged_at = ? WHERE id = ? AND state = 'answered'`,
  )
  // Three index lookups instead of an OR: a call counts by when it was sent, by when it ended, or while it is out.
  const inWindow = sql.prepare<[string, number, string, number, string], WindowColumns>(
    `SELECT ${WINDOW_COLUMNS} FROM llm_call WHERE family = ? AND sent_at >= ?
     UNION SELECT ${WINDOW_COLUMNS} FROM llm_call WHERE family = ? AND ended_at >= ?
     UNION SELECT ${WINDOW_COLUMNS} FROM llm_call INDEXED BY call_in_flight WHERE family = ? AND state = 'sent'
     ORDER BY sent_at, id`,
  )
  const spent = sql.prepare<[number, number], { spent: number }>(
    `SELECT (SELECT coalesce(sum(CASE state WHEN 'answered' THEN cost WHEN 'unknown' THEN worst_cost ELSE 0 END), 0)
             FROM llm_call WHERE ended_at >= ? AND (state <> 'unknown' OR sent_at >= ?))
          + (SELECT coalesce(sum(worst_cost), 0) FROM llm_call INDEXED BY call_in_flight WHERE state = 'sent') AS spent`,
  )
  const anyAnswer = sql.prepare<[], { found: number }>(
    `SELECT EXISTS (SELECT 1 FROM llm_call WHERE state = 'answered') AS found`,
  )

  return {
    async findAnswer(answerKey) {
      for (;;) {
        const row = await read(() => latestAnswer.get(answerKey))
        if (!row) return null
        if (isWhole(row)) return answerOf(row)
        await write(() => {
          spoil.run(DAMAGED, now(), row.id)
          addEvent(now(), 'store.answer_damaged', row.document_id, TOLD)
        })
      }
    },

    findSpoilt: ({ documentId, chunkId, answerKey }) =>
      read(() => {
        const row = spoiltAnswer.get(documentId, chunkId, answerKey, chunkId)
        return row && isWhole(row) ? answerOf(row) : null
      }),

    markSent: (call, now) =>
      write(() => {
        checkInPlace()
        const { documentId, chunkId, model, family, answerKey, requestSha, pass, estimate, worstCost } = call
        const { input, output, maxOutput } = estimate
        startChunk.run(now, chunkId)
        const row = [documentId, chunkId, model, family, answerKey, requestSha, pass, input, output, maxOutput]
        return Number(send.run(...row, worstCost, now, chunkId).lastInsertRowid)
      }),

    recordAnswer: (callId, reply, cost, now) =>
      write(() => {
        const { text, stopReason, usage, requestId, status } = reply
        const kept = unwanted.get(callId) ? null : text
        const row = answer.get(
          kept,
          kept === null ? null : shaOf(kept),
          stopReason,
          ...usageValues(usage),
          cost,
          requestId,
          status,
          now,
          callId,
        )
        if (!row) return
        recount.cost(row.document_id)
        markTwin.run(callId, row.answer_key, callId)
      }),

    recordRefusal: (callId, { status, code, message, requestId }, now) =>
      write(() => void refuse.run(status, code, message, requestId, now, callId)),

    recordUnknown: (callId, { code, message, usage }, now) =>
      write(() => void lose.run(code, message, ...usageValues(usage), now, callId)),

    failedAlone: (documentId, chunkId) => read(() => answeredAfter.get(documentId, chunkId)?.found === 1),

    judgeSpoilt: (callId, reason, now) => write(() => void spoil.run(reason, now, callId)),

    windowCalls: (family, since) => read(() => inWindow.all(family, since, family, since, family).map(windowCall)),

    spentSince: (since) => read(() => spent.get(since, since)?.spent ?? 0),

    hasPaidAnswers: () => read(() => anyAnswer.get()?.found === 1),
  }
}

function isWhole({ answer, answer_sha: sha }: AnswerColumns): boolean {
  return sha === null || sha === shaOf(answer)
}

function answerOf(row: AnswerColumns): LedgerAnswer {
  const { id: callId, chunk_id: chunkId, answer: text, stop_reason: stopReason, verdict } = row
  return { callId, chunkId, text, stopReason, verdict }
}

function shaOf(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

function usageValues(usage: Usage | null) {
  return usage ? [usage.input, usage.output, usage.cacheRead, usage.cacheWrite] : [null, null, null, null]
}

function windowCall(row: WindowColumns): WindowCall {
  const { input, output, cache_read: cacheRead, cache_write: cacheWrite } = row
  return {
    callId: row.id,
    sentAt: row.sent_at,
    endedAt: row.ended_at,
    estimate: { input: row.estimated_input, output: row.estimated_output, maxOutput: row.max_output },
    usage: row.state === 'answered' ? { input, output, cacheRead, cacheWrite } : null,
    refused: row.state === 'refused',
  }
}
