import type { ClientOptions } from '@anthropic-ai/sdk'
import { Agent, fetch, type RequestInit } from 'undici'
import type { HeaderSource } from './answer-headers.ts'

type SdkFetch = NonNullable<ClientOptions['fetch']>

/** A streamed answer of the longest allowed output takes about 4 MB; more is not the API speaking. */
const LONGEST_ANSWER_BYTES = 16 * 1024 * 1024
const CONNECT_TIMEOUT_MS = 15_000

/** What is noticed while one request is under way. */
export interface Observer {
  /** From here on the request may have reached the API. */
  sending(): void
  headers(status: number, headers: HeaderSource): void
  /** Some bytes of the body came. */
  bytes(): void
  failed(error: unknown): void
}

/** Connections to the API. Undici's own timeouts of 300 s are off: the call's deadlines decide alone. */
export function createAgent(): Agent {
  return new Agent({
    headersTimeout: 0,
    bodyTimeout: 0,
    maxResponseSize: LONGEST_ANSWER_BYTES,
    connect: { timeout: CONNECT_TIMEOUT_MS },
  })
}

/** A fetch for one call that tells what happens on the wire, which the SDK keeps to itself. */
export function observedFetch(agent: Agent, observer: Observer): SdkFetch {
  // Told by the dispatcher: what fetch refuses by itself (a bad port, a scheme that is not HTTP) never gets there.
  const dispatcher = agent.compose((dispatch) => (options, handler) => {
    observer.sending()
    return dispatch(options, handler)
  })
  return async (url, init) => {
    try {
      const response = await fetch(url as string, { ...(init as RequestInit), dispatcher })
      observer.headers(response.status, response.headers)
      if (!response.body) return response
      const watched = response.body.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(part, controller) {
            observer.bytes()
            controller.enqueue(part)
          },
        }),
      )
      return new Response(watched, { status: response.status, headers: [...response.headers] })
    } catch (error) {
      observer.failed(error)
      throw error
    }
  }
}
