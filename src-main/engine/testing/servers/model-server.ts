import { answerFor } from './answer-for.ts'
import {
  isLost,
  isRefused,
  POISONS,
  poisonWord,
  type Behaviour,
  type CallFailure,
  type CallFault,
} from './behaviours.ts'
import { createDice } from './dice.ts'
import type { Answer, Arrival, Failure, Handled, Request } from './exchange.ts'
import { createMinute, type Limits, type ServerRules } from './minute.ts'

/** What the server must be told of its surroundings; it knows nothing of who asks. */
export interface Surroundings {
  seed: number
  rules: ServerRules
  /** What the nth call is spoilt by, and for how long a client waits for an answer. */
  faults: ReadonlyMap<number, CallFault>
  callTimeoutMs: number
  now(): number
  after(ms: number, run: () => void): void
  /** Told what a client should not have done. */
  broken(promise: string): void
}

/** The API: one for all its clients, with a bill of its own. */
export interface ModelServer {
  readonly requests: Request[]
  keyValid: boolean
  /** From now on no text is too much for the model. */
  healed: boolean
  /** Whether the answer with this id keeps its schema. */
  isGood(requestId: string | null): boolean
  /** What the API said of its time to wait is on disk. */
  shutKept(): void
  handle(arrival: Arrival): Handled
  limits(): Limits
}

export function createModelServer(surroundings: Surroundings): ModelServer {
  const { rules, faults, now } = surroundings
  const dice = createDice(surroundings.seed)
  const minute = createMinute(rules)
  const good = new Set<string>()
  /** Passages whose answer was spoilt once: repairs are to help. */
  const spoiltOnce = new Set<string>()
  /** Said with a 429 to one client; the next must know it once it was kept. */
  let shut: { until: number; told: object; key: string | null; kept: boolean } | null = null

  const behaviourFor = (nth: number, user: string): Behaviour => {
    if (!server.keyValid) return 'unauthorized'
    const poison = !server.healed && POISONS.find((one) => user.includes(poisonWord(one)))
    if (poison) return poison
    const fault = faults.get(nth) ?? 'answer'
    if (fault !== 'schema' && fault !== 'max_tokens') return fault
    const passage = user.slice(user.indexOf('<passage-'))
    if (spoiltOnce.has(passage)) return 'answer'
    spoiltOnce.add(passage)
    return fault
  }

  const server: ModelServer = {
    requests: [],
    keyValid: true,
    healed: false,
    isGood: (requestId) => requestId !== null && good.has(requestId),
    shutKept: () => void (shut &&= { ...shut, kept: true }),
    limits: () => minute.limits(now()),
    handle({ document, user, maxTokens, characters, client, key }) {
      const nth = server.requests.length
      const input = Math.ceil(characters / rules.charactersPerToken)
      const request: Request = { document, input, output: 0, billed: false, outcomeLost: false }
      server.requests.push(request)
      const what = behaviourFor(nth, user)
      const headersAfter = dice.between(50, 900)
      const answerAfter = headersAfter + (dice.chance(0.1) ? 20_000 : dice.between(0, 4_000))
      const failing = (failure: Partial<Failure> & { what: CallFailure }, after = headersAfter): Handled => ({
        request,
        headersAfter,
        answerAfter: after,
        answer() {
          const { retryAfterMs = null } = failure
          if (retryAfterMs !== null) shut = { until: now() + retryAfterMs, told: client, key, kept: false }
          return { failure: { input: null, ...failure, retryAfterMs, limits: server.limits() } }
        },
      })
      if (what === 'unreachable') return failing({ what })
      // A client keeps whole milliseconds.
      if (shut && now() < shut.until - 1 && shut.key === key && (shut.told === client || shut.kept)) {
        surroundings.broken(`retry-after ignored: ${((shut.until - now()) / 1000).toFixed(1)} s too early`)
      }
      if (what === 'rate_limited') return failing({ what, retryAfterMs: 1_000 * dice.between(1, 40) })
      // The API's own failures may come after it has worked.
      if (what === 'api_error') request.outcomeLost = true
      if (isRefused(what)) return failing({ what })

      const entry = minute.admit(now(), input)
      if ('waitMs' in entry) {
        surroundings.broken(`refused for its pace: ${JSON.stringify(server.limits())}, asked for ${input} tokens`)
        return failing({ what: 'rate_limited', retryAfterMs: entry.waitMs })
      }
      const text = textFor(what, user)
      request.output = Math.max(1, Math.ceil(text.length / rules.charactersPerToken))
      if (what === 'max_tokens') request.output = maxTokens
      request.billed = what !== 'reset' || dice.chance(0.5)
      surroundings.after(answerAfter, () => (entry.output = request.output))
      if (isLost(what)) {
        request.outcomeLost = true
        const after = what === 'timeout' ? surroundings.callTimeoutMs : answerAfter
        return failing({ what, input: what === 'torn' ? input : null }, after)
      }
      const requestId = `req_${nth}`
      if (what === 'answer') good.add(requestId)
      const stopReason = what === 'max_tokens' || what === 'refusal' ? what : 'end_turn'
      const answer = (): Answer => ({
        text,
        stopReason,
        input,
        output: request.output,
        requestId,
        limits: server.limits(),
      })
      return { request, headersAfter, answerAfter, answer: () => ({ answer: answer() }) }
    },
  }
  return server
}

function textFor(what: Behaviour, user: string): string {
  if (what === 'refusal') return ''
  const whole = JSON.stringify(answerFor(user))
  if (what === 'max_tokens') return whole.slice(0, whole.length / 2)
  return what === 'schema' ? '{"entities":"none"}' : whole
}
