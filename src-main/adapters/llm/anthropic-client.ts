import Anthropic from '@anthropic-ai/sdk'
import type { Agent } from 'undici'
import {
  LlmCallError,
  type LlmClient,
  type LlmFailure,
  type LlmReply,
  type LlmRequest,
  type Logger,
  type RateLimitHeaders,
} from '../../engine/ports.ts'
import { readLimits } from './answer-headers.ts'
import { nothingYet, takeEvent, type AnswerSoFar } from './answer-stream.ts'
import { startDeadlines, type Deadlines } from './deadlines.ts'
import { toFailure, type Progress } from './failure.ts'
import { createAgent, observedFetch } from './http.ts'
import { redact } from './redact.ts'
import { readBody, writeBody } from './request-body.ts'

export interface AnthropicClientOptions {
  /** Asked before every call, so that a new key counts at once; null where there is none. */
  apiKey: () => Promise<string | null>
  /** Null: the API's own address. */
  baseUrl?: string | null | undefined
  logger: Logger
  /** How long an answer may be silent once it has begun. The API sends pings in between. */
  idleTimeoutMs?: number
}

const IDLE_TIMEOUT_MS = 120_000
/** A person waits for it. */
const CHECK_TIMEOUT_MS = 20_000

/** A call that was never made: nothing was sent, nothing can be billed. */
function unsent(kind: LlmFailure['kind'], type: string | null, message: string): LlmCallError {
  const nothing = { status: null, retryAfterMs: null, requestId: null, limits: {}, usage: null }
  return new LlmCallError({ ...nothing, kind, type, message, certainlyUnpaid: true })
}

/**
 * The model behind Anthropic's Messages API, through the official SDK. Every answer is streamed: headers come early
 * and a dead connection shows. The SDK's own retries are off, for they would pass neither limiter nor ledger, and its
 * log is off, for it would hold headers and texts.
 */
export function createAnthropicClient(options: AnthropicClientOptions): LlmClient {
  const agent = createAgent()
  const inFlight = new Set<Deadlines>()
  let closed = false

  /** One exchange with the API under its deadlines, ended by `close`. */
  async function exchange<T>(timeoutMs: number, run: (line: Line) => Promise<T>): Promise<T> {
    const key = (await options.apiKey())?.trim()
    if (closed) throw unsent('aborted', null, 'the call was ended by Sluice')
    if (!key) throw unsent('http', 'key_missing', 'expected an API key, came none')
    // fetch would name the key in its error
    if (!/^[\x21-\x7e]+$/.test(key)) {
      throw unsent('http', 'authentication_error', 'expected an API key of plain characters, came others')
    }
    const deadlines = startDeadlines(timeoutMs, options.idleTimeoutMs ?? IDLE_TIMEOUT_MS)
    inFlight.add(deadlines)
    try {
      return await run({ agent, key, baseUrl: options.baseUrl ?? null, timeoutMs, deadlines })
    } finally {
      deadlines.clear()
      inFlight.delete(deadlines)
    }
  }

  return {
    available: async () => (await options.apiKey()) !== null,
    write: writeBody,
    ask: (request, onHeaders) => exchange(request.timeoutMs, (line) => ask(line, request, onHeaders)),
    check: (model) => exchange(CHECK_TIMEOUT_MS, (line) => check(line, model)),
    close() {
      closed = true
      for (const deadlines of inFlight) deadlines.end('closed')
      void agent.destroy()
    },
  }
}

/** What one exchange goes over. */
interface Line {
  agent: Agent
  key: string
  baseUrl: string | null
  timeoutMs: number
  deadlines: Deadlines
}

function noProgress(): Progress {
  return { sent: false, status: null, headers: null, wireError: null, usage: null, endedFromHere: null }
}

/** The SDK for one exchange, whose progress is noted. */
function openSdk({ agent, key, baseUrl, timeoutMs, deadlines }: Line, progress: Progress, onHeaders = () => {}) {
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
        onHeaders()
      },
      bytes: () => deadlines.touch(),
      failed: (error) => (progress.wireError = error),
    }),
  })
}

/** Why it failed, as data that give nothing away. */
function failed(error: unknown, progress: Progress, { key, deadlines }: Line, body: string): LlmCallError {
  progress.endedFromHere = deadlines.reason()
  const failure = toFailure(error, progress, Date.now())
  return new LlmCallError({ ...failure, message: redact(failure.message, [key], body) })
}

async function ask(line: Line, request: LlmRequest, onHeaders: () => void): Promise<LlmReply> {
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
async function check(line: Line, model: string): Promise<RateLimitHeaders> {
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
