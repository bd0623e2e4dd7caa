import Anthropic from '@anthropic-ai/sdk'
import type { Agent } from 'undici'
import {
  LlmCallError,
  type LlmClient,
  type LlmFailure,
  type LlmReply,
  type LlmRequest,
  type Logger,
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

  return {
    available: async () => (await options.apiKey()) !== null,
    write: writeBody,
    async ask(request, onHeaders) {
      const key = (await options.apiKey())?.trim()
      if (closed) throw unsent('aborted', null, 'the call was ended by Sluice')
      if (!key) throw unsent('http', 'key_missing', 'expected an API key, came none')
      // fetch would name the key in its error
      if (!/^[\x21-\x7e]+$/.test(key)) {
        throw unsent('http', 'authentication_error', 'expected an API key of plain characters, came others')
      }
      const deadlines = startDeadlines(request.timeoutMs, options.idleTimeoutMs ?? IDLE_TIMEOUT_MS)
      inFlight.add(deadlines)
      try {
        return await call(agent, key, options, request, deadlines, onHeaders)
      } finally {
        deadlines.clear()
        inFlight.delete(deadlines)
      }
    },
    close() {
      closed = true
      for (const deadlines of inFlight) deadlines.end('closed')
      void agent.destroy()
    },
  }
}

async function call(
  agent: Agent,
  key: string,
  options: AnthropicClientOptions,
  request: LlmRequest,
  deadlines: Deadlines,
  onHeaders: () => void,
): Promise<LlmReply> {
  const progress: Progress = {
    sent: false,
    status: null,
    headers: null,
    wireError: null,
    usage: null,
    endedFromHere: null,
  }
  const client = new Anthropic({
    apiKey: key,
    baseURL: options.baseUrl ?? null,
    maxRetries: 0,
    logLevel: 'off',
    openTelemetry: false,
    // the deadlines end the call first
    timeout: Math.ceil(request.timeoutMs) + 1000,
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
  const answer = nothingYet()
  try {
    const events = await client.messages.create(readBody(request.body), { signal: deadlines.signal })
    for await (const event of events) takeEvent(answer, event)
    if (!answer.complete) throw new Error('the stream ended without message_stop')
    return replyOf(answer, progress)
  } catch (error) {
    progress.usage = answer.usage
    progress.endedFromHere = deadlines.reason()
    const failure = toFailure(error, progress, Date.now())
    throw new LlmCallError({ ...failure, message: redact(failure.message, [key], request.body) })
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
