import Anthropic from '@anthropic-ai/sdk'
import type { Agent } from 'undici'
import { LlmCallError, type LlmReply, type LlmRequest, type RateLimitHeaders } from '../../engine/ports.ts'
import { readLimits } from './answer-headers.ts'
import { nothingYet, takeEvent, type AnswerSoFar } from './answer-stream.ts'
import type { Deadlines } from './deadlines.ts'
import { toFailure, type Progress } from './failure.ts'
import { createAgent, observedFetch } from './http.ts'
import { redact } from './redact.ts'
import { readBody } from './request-body.ts'

/** Of one exchange. */
export interface Line {
  key: string
  timeoutMs: number
  deadlines: Deadlines
}

type OnHeaders = (limits: RateLimitHeaders) => void

/** What is asked of the API; rejects with LlmCallError. */
export interface Connection {
  ask(line: Line, request: LlmRequest, onHeaders: OnHeaders): Promise<LlmReply>
  check(line: Line, model: string): Promise<RateLimitHeaders>
  close(): void
}

/**
 * The API through the official SDK. Every answer is streamed: headers come early and a dead connection shows. The SDK's
 * own retries are off, for they would pass neither limiter nor ledger, and its log is off, for it would hold headers and
 * texts.
 */
export function openConnection(baseUrl: string | null): Connection {
  const agent = createAgent()
  const to = { agent, baseUrl }
  return {
    ask: (line, request, onHeaders) => ask({ ...line, ...to }, request, onHeaders),
    check: (line, model) => check({ ...line, ...to }, model),
    close: () => void agent.destroy(),
  }
}

interface Way extends Line {
  agent: Agent
  baseUrl: string | null
}

function noProgress(): Progress {
  return { sent: false, status: null, headers: null, wireError: null, usage: null, endedFromHere: null }
}

/** The SDK for one exchange, whose progress is noted. */
function openSdk(
  { agent, key, baseUrl, timeoutMs, deadlines }: Way,
  progress: Progress,
  onHeaders: OnHeaders = () => {},
) {
  return new Anthropic({
    apiKey: key,
    baseURL: baseUrl,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    // the deadlines end the call first
    timeout: Math.ceil(timeoutMs) + 1000,
    fetch: observedFetch(agent, {
      sending: () => (progress.sent = true),
      headers(status, headers) {
        Object.assign(progress, { status, headers })
        deadlines.touch()
        // Those of a refusal come with it, for it may hold who would go by them.
        onHeaders(status < 300 ? readLimits(headers) : {})
      },
      bytes: () => deadlines.touch(),
      failed: (error) => (progress.wireError = error),
    }),
  })
}

/** Why it failed, as data that give nothing away. */
function failed(error: unknown, progress: Progress, { key, deadlines }: Way, body: string): LlmCallError {
  progress.endedFromHere = deadlines.reason()
  const failure = toFailure(error, progress, Date.now())
  return new LlmCallError({ ...failure, message: redact(failure.message, [key], body) })
}

async function ask(line: Way, request: LlmRequest, onHeaders: OnHeaders): Promise<LlmReply> {
  const progress = noProgress()
  const client = openSdk(line, progress, onHeaders)
  const answer = nothingYet()
  try {
    const events = await client.messages.create(readBody(request.body), { signal: line.deadlines.signal })
    for await (const event of events) takeEvent(answer, event)
    if (!answer.complete) throw new Error('the stream ended without message_stop')
    return replyOf(answer, progress)
  } catch (error) {
    progress.usage = answer.usage
    throw failed(error, progress, line, request.body)
  }
}

/** Asks for the model's own description: free, and refused exactly where a question would be for the key or the model. */
async function check(line: Way, model: string): Promise<RateLimitHeaders> {
  const progress = noProgress()
  try {
    await openSdk(line, progress).models.retrieve(model, null, { signal: line.deadlines.signal })
    return readLimits(progress.headers)
  } catch (error) {
    throw failed(error, progress, line, '{}')
  }
}

function replyOf(answer: AnswerSoFar, { status, headers }: Progress): LlmReply {
  if (!answer.usage) throw new Error('the stream ended without usage')
  return {
    text: answer.text,
    stopReason: answer.stopReason,
    usage: answer.usage,
    requestId: headers?.get('request-id') ?? null,
    status: status ?? 200,
    limits: readLimits(headers),
  }
}
