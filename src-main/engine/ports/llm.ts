import type { Usage } from '../../../src-shared/model/usage.ts'

/** What is asked. `body` is the exact request as JSON text: its hash is the ledger's request_sha. */
export interface LlmRequest {
  model: string
  body: string
  timeoutMs: number
}

/** What the API said of its limits with an answer; absent where it said nothing. Tokens are as sent, so rounded. */
export interface RateLimitHeaders {
  requests?: LimitHeader
  input?: LimitHeader
  output?: LimitHeader
}

export interface LimitHeader {
  limit?: number
  remaining?: number
}

/** The parts of a request that decide cost and meaning; the adapter writes them in the vendor's shape. */
export interface LlmPrompt {
  model: string
  /** The constant part, first and byte for byte the same, so that it can be cached. */
  system: string
  user: string
  schema: Record<string, unknown>
  maxTokens: number
}

export interface LlmReply {
  /** The answer as stored: text of the message. */
  text: string
  stopReason: 'end_turn' | 'max_tokens' | 'refusal' | 'other'
  usage: Usage
  requestId: string | null
  status: number
  limits: RateLimitHeaders
}

/** Why a call has no usable reply, as data; `classify` decides what to do about it. */
export interface LlmFailure {
  kind: 'http' | 'network' | 'timeout' | 'torn' | 'aborted'
  /** HTTP status, for kind http; also for an error event inside a stream, where the API names its type. */
  status: number | null
  /** The API's `error.type` or `error.details.error_code`, or Node's code (ECONNREFUSED). */
  type: string | null
  message: string
  retryAfterMs: number | null
  requestId: string | null
  limits: RateLimitHeaders
  /** Tokens the API had reported before the call broke. */
  usage: Usage | null
  /** Nothing reached the API, or it said no before working: certainly not paid. */
  certainlyUnpaid: boolean
}

/** Rejection of `LlmClient.ask`. */
export class LlmCallError extends Error {
  override readonly name = 'LlmCallError'
  readonly failure: LlmFailure

  constructor(failure: LlmFailure, cause?: unknown) {
    super(failure.message, cause === undefined ? undefined : { cause })
    this.failure = failure
  }
}

export interface LlmClient {
  /** Whether there is a key to ask with. The engine never sees the key itself. */
  available(): Promise<boolean>
  /**
   * Asks the API, for nothing, whether the key may use a model; gives the limits it named with the answer.
   * Rejects with LlmCallError.
   */
  check(model: string): Promise<RateLimitHeaders>
  /** The exact body for a prompt: deterministic, no clock, no ids. */
  write(prompt: LlmPrompt): string
  /**
   * One attempt, no retries of its own. `onHeaders` is called when the answer's headers arrive, the latest moment at
   * which the server can have counted the call; with the limits they name, unless it is a refusal, which brings its
   * own. Rejects with LlmCallError.
   */
  ask(request: LlmRequest, onHeaders: (limits: RateLimitHeaders) => void): Promise<LlmReply>
  /** Ends what is in flight (kind aborted). */
  close(): void
}
