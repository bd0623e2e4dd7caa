import {
  LlmCallError,
  type Clock,
  type LlmClient,
  type LlmFailure,
  type LlmPrompt,
  type LlmReply,
  type RateLimitHeaders,
} from '../../ports.ts'
import { answerFor } from '../servers/answer-for.ts'

/** One question as it reached the fake API. */
export interface Asked {
  /** Counts from 0 over all questions. */
  nth: number
  prompt: LlmPrompt
  body: string
}

/** What the fake API does with a question; `hang` never answers (until `close`). */
export type Behaviour = 'answer' | 'hang' | Partial<LlmFailure> | { text: string; stopReason?: LlmReply['stopReason'] }

export interface FakeLlm extends LlmClient {
  readonly asked: Asked[]
  /** Answers given, by body: more than one for a body means it was paid twice. */
  readonly answered: Asked[]
  readonly mostInFlight: number
  behave(next: (asked: Asked) => Behaviour): void
  key: string | null
  /** What every answer says of the limits. */
  limits: RateLimitHeaders
}

const NO_FAILURE: LlmFailure = {
  kind: 'http',
  status: null,
  type: null,
  message: 'expected an answer, came a failure of the test',
  retryAfterMs: null,
  requestId: null,
  limits: {},
  usage: null,
  certainlyUnpaid: true,
}

/** A Messages API without a network: deterministic, on the test's clock. It stands in for the port, never for the SDK's tests. */
export function createFakeLlm(clock: Clock, latencyMs = 1_000): FakeLlm {
  const asked: Asked[] = []
  const answered: Asked[] = []
  const aborts = new Set<() => void>()
  let behaviour: (asked: Asked) => Behaviour = () => 'answer'
  let inFlight = 0
  let most = 0

  const fail = (failure: Partial<LlmFailure>) => new LlmCallError({ ...NO_FAILURE, ...failure })
  const later = (run: () => void) => void clock.after(latencyMs, run)

  const fake: FakeLlm = {
    asked,
    answered,
    key: 'a key',
    limits: {},
    get mostInFlight() {
      return most
    },
    behave: (next) => void (behaviour = next),
    available: () => Promise.resolve(fake.key !== null),
    write: (prompt) => JSON.stringify(prompt),
    check: () =>
      fake.key === null || fake.key === 'wrong'
        ? Promise.reject(fail({ status: 401, type: fake.key === null ? 'key_missing' : 'authentication_error' }))
        : Promise.resolve({ requests: { limit: 50 }, input: { limit: 30_000, remaining: 29_000 } }),
    ask(request, onHeaders) {
      const question = { nth: asked.length, prompt: JSON.parse(request.body) as LlmPrompt, body: request.body }
      asked.push(question)
      const what = fake.key === null ? { status: 401, type: 'authentication_error' } : behaviour(question)
      inFlight += 1
      most = Math.max(most, inFlight)
      return new Promise<LlmReply>((resolve, reject) => {
        const abort = () => reject(fail({ kind: 'aborted', certainlyUnpaid: false }))
        aborts.add(abort)
        if (what === 'hang') return
        later(() => {
          if (!aborts.delete(abort)) return
          if (what !== 'answer' && !('text' in what)) return reject(fail(what))
          onHeaders(fake.limits)
          answered.push(question)
          resolve(replyTo(question, what === 'answer' ? null : what, fake.limits))
        })
      }).finally(() => (inFlight -= 1))
    },
    close() {
      for (const abort of aborts) abort()
      aborts.clear()
    },
  }
  return fake
}

function replyTo(
  question: Asked,
  given: { text: string; stopReason?: LlmReply['stopReason'] } | null,
  limits: RateLimitHeaders,
): LlmReply {
  const text = given?.text ?? JSON.stringify(answerFor(question.prompt.user))
  return {
    text,
    stopReason: given?.stopReason ?? 'end_turn',
    usage: {
      input: Math.ceil(question.body.length / 4),
      output: Math.ceil(text.length / 4),
      cacheRead: 0,
      cacheWrite: 0,
    },
    requestId: `req_${question.nth}`,
    status: 200,
    limits,
  }
}
