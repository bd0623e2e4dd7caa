import {
  LlmCallError,
  type LlmClient,
  type LlmFailure,
  type LlmPrompt,
  type LlmReply,
  type RateLimitHeaders,
} from '../../ports.ts'
import type { Answer, Failure } from '../servers/exchange.ts'
import type { ModelServer } from '../servers/model-server.ts'
import { failureOf } from './call-failures.ts'
import type { Life } from './life.ts'
import type { World } from './world.ts'

/** Told before a request leaves: of which document, and of which those that are out already are. */
type Leaving = (body: string, document: string, inFlight: string[]) => void

/** One life's way to the API; what is on it when the life ends is charged and never seen. */
export function connectTo(
  server: ModelServer,
  world: World,
  life: Life,
  account: { key: string | null },
  leaving: Leaving,
): LlmClient {
  const inFlight = new Map<object, string>()
  const aborts = new Set<() => void>()

  const send = (body: string, onHeaders: (limits: RateLimitHeaders) => void): Promise<LlmReply> => {
    const { user, maxTokens } = JSON.parse(body) as LlmPrompt
    const document = /^Document: (.*)$/m.exec(user)?.[1] ?? ''
    leaving(body, document, [...inFlight.values()])
    const handled = server.handle({
      document,
      user,
      maxTokens,
      characters: body.length,
      client: life,
      key: account.key,
    })
    world.tell(`asked about ${document}`)
    const call = {}
    inFlight.set(call, document)
    return new Promise((resolve, reject) => {
      const end = (finish: () => void) => {
        if (!inFlight.delete(call)) return
        aborts.delete(abort)
        finish()
      }
      const abort = () => {
        handled.request.outcomeLost = true
        end(() => reject(new LlmCallError(failureOf('aborted'))))
      }
      aborts.add(abort)
      life.clock.after(handled.headersAfter, () => {
        if (inFlight.has(call)) onHeaders(handled.answerAfter > handled.headersAfter ? server.limits() : {})
      })
      life.clock.after(handled.answerAfter, () =>
        end(() => {
          const came = handled.answer()
          if ('answer' in came) return resolve(replyOf(came.answer))
          const failure = asFailure(came.failure)
          world.tell(failure.message)
          return reject(new LlmCallError(failure))
        }),
      )
    })
  }

  return {
    available: () => Promise.resolve(true),
    check: () => Promise.resolve(server.limits()),
    write: (prompt) => JSON.stringify(prompt),
    ask: ({ body }, onHeaders) => life.step('ask', () => send(body, onHeaders), false),
    close() {
      for (const abort of aborts) abort()
    },
  }
}

function replyOf({ text, stopReason, input, output, requestId, limits }: Answer): LlmReply {
  return { text, stopReason, usage: { input, output, cacheRead: 0, cacheWrite: 0 }, requestId, status: 200, limits }
}

function asFailure({ what, retryAfterMs, input, limits }: Failure): LlmFailure {
  const failure = failureOf(what)
  return {
    ...failure,
    retryAfterMs,
    usage: input === null ? null : { input, output: 1, cacheRead: 0, cacheWrite: 0 },
    // Without an answer there are no headers.
    limits: failure.kind === 'http' ? limits : {},
  }
}
