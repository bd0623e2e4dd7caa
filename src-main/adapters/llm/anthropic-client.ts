import { LlmCallError, type LlmClient, type LlmFailure, type Logger } from '../../engine/ports.ts'
import { startDeadlines, type Deadlines } from './deadlines.ts'
import type { Connection, Line } from './connection.ts'
import { writeBody } from './request-body.ts'

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

/** As it is sent, if it can be. */
function usable(apiKey: string | null): string {
  const key = apiKey?.trim()
  if (!key) throw unsent('http', 'key_missing', 'expected an API key, came none')
  // fetch would name the key in its error
  if (!/^[\x21-\x7e]+$/.test(key)) {
    throw unsent('http', 'authentication_error', 'expected an API key of plain characters, came others')
  }
  return key
}

/** The client of the API, whose libraries are loaded for the first call at the latest. */
export interface AnthropicClient extends LlmClient {
  /** Loads them before: it blocks for as long as all else that a command loads. */
  load(): Promise<void>
}

/** The model behind Anthropic's Messages API. */
export function createAnthropicClient(options: AnthropicClientOptions): AnthropicClient {
  const inFlight = new Set<Deadlines>()
  let connection: Promise<Connection> | null = null
  let closed = false

  function connected(): Promise<Connection> {
    connection ??= import('./connection.ts').then(({ openConnection }) => openConnection(options.baseUrl ?? null))
    // What could not be loaded, when too many files are open, is loaded by the next call.
    connection.catch(() => (connection = null))
    return connection
  }

  /** One exchange with the API under its deadlines, ended by `close`. */
  async function exchange<T>(timeoutMs: number, run: (api: Connection, line: Line) => Promise<T>): Promise<T> {
    const key = usable(await options.apiKey())
    const api = await connected()
    if (closed) throw unsent('aborted', null, 'the call was ended by Sluice')
    const deadlines = startDeadlines(timeoutMs, options.idleTimeoutMs ?? IDLE_TIMEOUT_MS)
    inFlight.add(deadlines)
    try {
      return await run(api, { key, timeoutMs, deadlines })
    } finally {
      deadlines.clear()
      inFlight.delete(deadlines)
    }
  }

  return {
    available: async () => (await options.apiKey()) !== null,
    write: writeBody,
    ask: (request, onHeaders) => exchange(request.timeoutMs, (api, line) => api.ask(line, request, onHeaders)),
    check: (model) => exchange(CHECK_TIMEOUT_MS, (api, line) => api.check(line, model)),
    load: async () => void (await connected()),
    close() {
      closed = true
      for (const deadlines of inFlight) deadlines.end('closed')
      void connection?.then(
        (api) => api.close(),
        () => {},
      )
    },
  }
}
