import { LlmCallError, type LlmClient, type LlmPrompt, type LlmReply, type RateLimitHeaders } from '../../ports.ts'
import { failureOf } from './call-failures.ts'
import type { Life } from './life.ts'
import type { Handled } from './handled.ts'
import type { World } from './world.ts'

interface Api {
  /** Told before a request leaves: of which document, and of which those that are out already are. */
  leaving(body: string, document: string, inFlight: string[]): void
  handle(prompt: LlmPrompt, body: string, document: string): Handled
  headers(): RateLimitHeaders
}

/** One life's way to the API; what is on it when the life ends is charged and never seen. */
export function connectTo(world: World, life: Life, api: Api): LlmClient {
  const inFlight = new Map<object, string>()
  const aborts = new Set<() => void>()

  const send = (body: string, onHeaders: () => void): Promise<LlmReply> => {
    const prompt = JSON.parse(body) as LlmPrompt
    const document = /^Document: (.*)$/m.exec(prompt.user)?.[1] ?? ''
    api.leaving(body, document, [...inFlight.values()])
    const handled = api.handle(prompt, body, document)
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
        if (inFlight.has(call)) onHeaders()
      })
      life.clock.after(handled.answerAfter, () =>
        end(() => {
          const answer = handled.answer()
          if ('reply' in answer) return resolve(answer.reply)
          world.tell(answer.failure.message)
          return reject(new LlmCallError(answer.failure))
        }),
      )
    })
  }

  return {
    available: () => Promise.resolve(true),
    check: () => Promise.resolve(api.headers()),
    write: (prompt) => JSON.stringify(prompt),
    ask: ({ body }, onHeaders) => life.step('ask', () => send(body, onHeaders), false),
    close() {
      for (const abort of aborts) abort()
    },
  }
}
