import type { LlmClient, LlmFailure, LlmPrompt, LlmReply } from '../../ports.ts'
import { answerFor } from '../engine-suite/fake-llm.ts'
import { callFailure, failureOf } from './call-failures.ts'
import { createDice } from './dice.ts'
import type { CallFault } from './faults.ts'
import type { Life } from './life.ts'
import { createMinute } from './minute.ts'
import { connectTo } from './connection.ts'
import type { Handled, Request } from './handled.ts'
import { POISONS, poisonWord, type Poison } from './scenario.ts'
import type { World } from './world.ts'

/** The API: one for all lives of the engine, with a bill of its own. */
export interface ModelServer {
  readonly requests: Request[]
  keyValid: boolean
  /** From now on no text is too much for the model. */
  healed: boolean
  /** Whether the answer with this id keeps its schema. */
  isGood(requestId: string | null): boolean
  /** What the API said of its time to wait is on disk. */
  shutKept(): void
  /** The way to it for one life. `leaving` is told before a request leaves. */
  connect(life: Life, leaving: (body: string, document: string, inFlight: string[]) => void): LlmClient
}

type Behaviour = CallFault | Poison | 'answer' | 'unauthorized'

export function createModelServer(world: World): ModelServer {
  const { scenario, trueNow } = world
  const dice = createDice(scenario.seed + 0x5eed)
  const minute = createMinute(scenario.rules)
  const planned = new Map<number, CallFault>()
  for (const fault of scenario.faults) if (fault.kind === 'call') planned.set(fault.call, fault.what)
  const requests: Request[] = []
  const good = new Set<string>()
  /** Passages whose answer was spoilt once: repairs are to help. */
  const spoiltOnce = new Set<string>()
  /** Said with a 429 to one life; the next must know it once it was kept. */
  let shut: { until: number; told: Life; kept: boolean } | null = null

  const behaviourFor = (nth: number, user: string): Behaviour => {
    if (!server.keyValid) return 'unauthorized'
    const poison = !server.healed && POISONS.find((one) => user.includes(poisonWord(one)))
    if (poison) return poison
    const fault = planned.get(nth) ?? 'answer'
    if (fault !== 'schema' && fault !== 'max_tokens') return fault
    const passage = user.slice(user.indexOf('<passage-'))
    if (spoiltOnce.has(passage)) return 'answer'
    spoiltOnce.add(passage)
    return fault
  }

  const handle = (prompt: LlmPrompt, body: string, document: string, life: Life): Handled => {
    const nth = requests.length
    const input = Math.ceil(body.length / scenario.rules.charactersPerToken)
    const request: Request = { document, input, output: 0, billed: false, outcomeLost: false }
    requests.push(request)
    const what = behaviourFor(nth, prompt.user)
    const headersAfter = dice.between(50, 900)
    const answerAfter = headersAfter + (dice.chance(0.1) ? 20_000 : dice.between(0, 4_000))
    const failing = (failure: LlmFailure, after = headersAfter): Handled => ({
      request,
      headersAfter,
      answerAfter: after,
      answer() {
        const { retryAfterMs } = failure
        if (retryAfterMs !== null) shut = { until: trueNow() + retryAfterMs, told: life, kept: false }
        return { failure: failure.kind === 'http' ? { ...failure, limits: minute.headers(trueNow()) } : failure }
      },
    })
    if (what === 'unreachable') return failing(failureOf(what))
    // The engine keeps whole milliseconds.
    if (shut && trueNow() < shut.until - 1 && (shut.told === life || shut.kept)) {
      world.broken(`retry-after ignored: ${((shut.until - trueNow()) / 1000).toFixed(1)} s too early`)
    }
    if (what === 'rate_limited') return failing({ ...failureOf(what), retryAfterMs: 1_000 * dice.between(1, 40) })
    if (what === 'api_error') request.outcomeLost = true
    if (callFailure(what) && !WORKED.has(what)) return failing(failureOf(what))

    const entry = minute.admit(trueNow(), input)
    if ('waitMs' in entry) {
      world.broken(`refused for its pace: ${JSON.stringify(minute.headers(trueNow()))}, asked for ${input} tokens`)
      return failing({ ...failureOf('rate_limited'), retryAfterMs: entry.waitMs })
    }
    const text = textFor(what, prompt.user)
    request.output = Math.max(1, Math.ceil(text.length / scenario.rules.charactersPerToken))
    if (what === 'max_tokens') request.output = prompt.maxTokens
    request.billed = what !== 'reset' || dice.chance(0.5)
    world.clock.after(answerAfter, () => (entry.output = request.output))
    if (callFailure(what)) {
      request.outcomeLost = true
      const usage = what === 'torn' ? { input, output: 1, cacheRead: 0, cacheWrite: 0 } : null
      const timeoutMs = Number(scenario.settings['callTimeoutSeconds']) * 1_000
      return failing({ ...failureOf(what), usage }, what === 'timeout' ? timeoutMs : answerAfter)
    }
    if (what === 'answer') good.add(`req_${nth}`)
    const reply = (): LlmReply => ({
      text,
      stopReason: what === 'max_tokens' || what === 'refusal' ? what : 'end_turn',
      usage: { input, output: request.output, cacheRead: 0, cacheWrite: 0 },
      requestId: `req_${nth}`,
      status: 200,
      limits: minute.headers(trueNow()),
    })
    return { request, headersAfter, answerAfter, answer: () => ({ reply: reply() }) }
  }

  const server: ModelServer = {
    requests,
    keyValid: true,
    healed: false,
    isGood: (requestId) => requestId !== null && good.has(requestId),
    shutKept: () => void (shut &&= { ...shut, kept: true }),
    connect: (life, leaving) =>
      connectTo(world, life, {
        leaving,
        handle: (prompt, body, document) => handle(prompt, body, document, life),
        headers: () => minute.headers(trueNow()),
      }),
  }
  return server
}

/** Failures after which the API has worked, and may charge for it. */
const WORKED = new Set<Behaviour>(['timeout', 'reset', 'torn'])

function textFor(what: Behaviour, user: string): string {
  if (what === 'refusal') return ''
  const whole = JSON.stringify(answerFor(user))
  if (what === 'max_tokens') return whole.slice(0, whole.length / 2)
  return what === 'schema' ? '{"entities":"none"}' : whole
}
