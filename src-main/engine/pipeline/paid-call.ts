import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { costOf, modelTraits } from '../../../src-shared/model/models.ts'
import { promptTokens } from '../../../src-shared/model/usage.ts'
import { LlmCallError, type LedgerAnswer, type LlmFailure, type LlmPrompt, type LlmReply } from '../ports.ts'
import type { ModelGate, ModelGates } from '../limiter/model-gates.ts'
import type { Reservation } from '../limiter/reservation.ts'
import { backoffMs } from '../resilience/backoff.ts'
import { Cancelled, type Cancellation } from '../resilience/cancellation.ts'
import { classify, type Verdict } from '../resilience/classify.ts'
import { sleep } from '../resilience/local-holds.ts'
import type { Budget } from './budget.ts'
import type { PipelineContext } from './context.ts'
import type { Slots } from './slots.ts'

const LONGEST_BACKOFF_MS = 60_000
/** A chunk that fails again and again while others are answered is given up after so many rounds of retries. */
const ROUNDS = 3
/** Where no other chunk is left to compare with, a chunk that once failed alone is given up after so long without any answer. */
const ALONE_MS = 2 * 3_600_000

/** One question about one chunk. */
export interface Question {
  documentId: string
  chunkId: number
  answerKey: string
  /** 0 for the first question; repairs count up. */
  pass: number
  prompt: LlmPrompt
}

/** `reused`: another chunk or an earlier run had paid for it; nothing was sent. */
export type Answered = Pick<LedgerAnswer, 'callId' | 'text' | 'stopReason'> & { reused: boolean }

export interface CallTools {
  context: PipelineContext
  gates: ModelGates
  slots: Slots
  budget: Budget
  /** Answer keys of the calls that are out: no question is asked twice at once. */
  asking: Set<string>
  /** What is known against chunks whose question was broken off by a fault of this computer, by answer key. */
  trials: Map<string, Trial>
}

/** How long a question has been asked in vain, and in how many rounds others were answered meanwhile. */
interface Trial {
  askedMs: number
  round: number
}

/**
 * The paid call, step by step: ledger first; then reserve, commit as sent, send, commit the answer. Nothing is parsed here.
 * A service fault waits in the lane for as long as it lasts. Throws a SluiceError of scope chunk when this
 * chunk is at fault, and Cancelled when the work is to end.
 */
export async function paidCall(tools: CallTools, question: Question, cancellation: Cancellation): Promise<Answered> {
  const { context } = tools
  const { lane } = context
  const { clock, random } = context.ports
  const kept = await fromLedger(context, question)
  if (kept) return kept
  const known = tools.trials.get(question.answerKey)
  tools.trials.delete(question.answerKey)
  let round = known?.round ?? 0
  let attempt = 0
  let successesBefore = lane.successes()
  const begun = clock.monotonic() - (known?.askedMs ?? 0)
  try {
    for (;;) {
      const outcome = await attemptOnce(tools, question, cancellation)
      if (outcome === null) continue
      if (!('remedy' in outcome)) return outcome
      const { error, remedy } = outcome
      if (remedy === 'pace') continue
      if (remedy === 'hold') {
        lane.hold(error)
        continue
      }
      if (remedy === 'chunk') {
        if (lane.rejected(question.chunkId, error) === 'held') continue
        if ((await lane.trial(successesBefore, cancellation)) !== 'held') throw error
        continue
      }
      attempt += 1
      const { retries, retryBaseSeconds } = context.settings()
      if (attempt <= retries && lane.waiting() === null) {
        await sleep(clock, backoffMs(attempt - 1, retryBaseSeconds * 1000, LONGEST_BACKOFF_MS, random), cancellation)
        continue
      }
      lane.hold(error)
      if (attempt <= retries) continue
      const verdict = await lane.trial(successesBefore, cancellation)
      const silent = clock.monotonic() - Math.max(lane.lastSuccessAt(), begun) >= ALONE_MS
      if (verdict === 'alone' && silent && (round > 0 || (await failedAlone(context, question)))) {
        throw exhausted(error, round * (retries + 1) + attempt)
      }
      if (verdict !== 'guilty') continue
      round += 1
      attempt = 0
      successesBefore = lane.successes()
      if (round >= ROUNDS) throw exhausted(error, ROUNDS * (retries + 1))
    }
  } catch (thrown) {
    // Asked anew when the computer is well again: what the chunk is suspected of begins no second time.
    if (thrown instanceof SluiceError && thrown.scope === 'service') {
      tools.trials.set(question.answerKey, { askedMs: clock.monotonic() - begun, round })
    }
    throw thrown
  } finally {
    lane.gaveUp(question.chunkId)
  }
}

/** A valid answer is another's and free; one not judged yet is this chunk's own, from before a kill, unless another chunk asked. */
async function fromLedger(context: PipelineContext, question: Question): Promise<Answered | null> {
  const kept = await context.ports.store.findAnswer(question.answerKey)
  return kept && { ...kept, reused: kept.verdict === 'valid' || kept.chunkId !== question.chunkId }
}

/** What an engine that has ended since saw of it. */
function failedAlone({ ports }: PipelineContext, { documentId, chunkId }: Question): Promise<boolean> {
  return ports.store.failedAlone(documentId, chunkId)
}

function exhausted(error: SluiceError, tries: number): SluiceError {
  const message = `expected an answer while other chunks were answered, came ${tries} failures, the last: ${error.message}`
  return new SluiceError('retries_exhausted', message, { cause: error })
}

interface Failed extends Verdict {
  error: SluiceError
}

/** Lane, slot, tokens, ledger, request, ledger: one try. Null when the lane was held meanwhile: nothing was sent. */
async function attemptOnce(
  tools: CallTools,
  question: Question,
  cancellation: Cancellation,
): Promise<Answered | Failed | null> {
  const { context, slots, asking } = tools
  await context.lane.pass(question.chunkId, cancellation)
  await slots.take(cancellation)
  try {
    if (!context.lane.admits(question.chunkId)) return null
    // The same text may stand on many pages: while this chunk waited, another may have been answered for both.
    const kept = await fromLedger(context, question)
    if (kept) return kept
    if (asking.has(question.answerKey)) return await afterTwin(tools, question, cancellation)
    asking.add(question.answerKey)
    try {
      return await askWithin(tools, question, cancellation)
    } finally {
      asking.delete(question.answerKey)
      context.stepped.notify()
    }
  } catch (thrown) {
    if (!(thrown instanceof SluiceError) || thrown.code !== 'call_never_fits') throw thrown
    context.lane.hold(thrown)
    return null
  } finally {
    slots.give()
  }
}

/** Waits until the same question, asked for another chunk, has ended one way or the other. */
async function afterTwin(
  { context, asking }: CallTools,
  question: Question,
  cancellation: Cancellation,
): Promise<null> {
  while (asking.has(question.answerKey)) {
    if (cancellation.cancelled) throw new Cancelled()
    await context.stepped.wait(context.stepped.version(), null)
  }
  return null
}

/** Budget and tokens, then the request. */
async function askWithin(
  tools: CallTools,
  asked: Question,
  cancellation: Cancellation,
): Promise<Answered | Failed | null> {
  const { context } = tools
  const gate = await tools.gates.of(asked.prompt.model)
  // The limit may have been learned since the question was put.
  const maxTokens = Math.min(asked.prompt.maxTokens, gate.maxTokens(asked.pass > 0))
  const question = { ...asked, prompt: { ...asked.prompt, maxTokens } }
  const estimate = gate.estimate(question.prompt)
  if (!(await tools.budget.admits(question.prompt.model, estimate, cancellation))) return null
  const reservation = await gate.reserve(estimate, cancellation)
  if (context.lane.admits(question.chunkId)) return send(tools, gate, question, reservation, cancellation)
  reservation.release()
  return null
}

/** Null where another call has taken what was left of the budget: nothing was sent. */
async function send(
  tools: CallTools,
  gate: ModelGate,
  question: Question,
  reservation: Reservation,
  cancellation: Cancellation,
): Promise<Answered | Failed | null> {
  const { store, clock, llm, hash, logger } = tools.context.ports
  const { model } = question.prompt
  const body = llm.write(question.prompt)
  const { estimate } = reservation
  const call = {
    documentId: question.documentId,
    chunkId: question.chunkId,
    model,
    family: modelTraits(model).family,
    answerKey: question.answerKey,
    requestSha: hash.sha256(body),
    pass: question.pass,
    estimate,
    worstCost: costOf(model, { input: estimate.input, output: estimate.maxOutput, cacheRead: 0, cacheWrite: 0 }),
  }
  let callId: number | null = null
  try {
    if (cancellation.cancelled) throw new Cancelled()
    callId = await tools.budget.record(model, estimate, () => store.markSent(call, clock.now()))
  } finally {
    if (callId === null) reservation.release()
  }
  if (callId === null) return null
  reservation.sent()
  try {
    const timeoutMs = tools.context.settings().callTimeoutSeconds * 1000
    const reply = await llm.ask({ model, body, timeoutMs }, () => reservation.headers())
    await keep(tools, callId, reply, model)
    reservation.settle(reply.usage)
    reservation.learn(reply.limits)
    gate.observe(question.prompt, reply.usage)
    tools.context.run.tokens += promptTokens(reply.usage) + reply.usage.output
    tools.context.lane.succeeded()
    return { callId, text: reply.text, stopReason: reply.stopReason, reused: false }
  } catch (thrown) {
    if (!(thrown instanceof LlmCallError)) {
      reservation.unknown()
      throw thrown
    }
    const { failure } = thrown
    const verdict = classify(failure)
    const error = new SluiceError(verdict.code, failure.message, { cause: thrown })
    reservation.learn(failure.limits)
    // Before its place is free: what waits for it would leave at once.
    if (verdict.refusal) gate.retryAfter(failure.retryAfterMs, verdict.refusal)
    if (verdict.outcome === 'refused') reservation.refused()
    else reservation.unknown()
    await keepFailure(tools, gate, callId, failure, verdict)
    // The lane tells people why it waits; here it is told call by call.
    logger.info('call failed', { callId, code: verdict.code, status: failure.status, remedy: verdict.remedy })
    return { ...verdict, error }
  } finally {
    tools.budget.ended()
  }
}

/** An answer that was paid is kept whatever it takes: while the disk is full it is held in memory and tried again. */
async function keep(tools: CallTools, callId: number, reply: LlmReply, model: string): Promise<void> {
  const { context } = tools
  const cost = costOf(model, reply.usage)
  await context.holds.through('kg_ingest', context.stopping, () =>
    context.ports.store.recordAnswer(callId, reply, cost, context.ports.clock.now()),
  )
}

/** As an answer: a call whose outcome is not written down would count as out until the next start. */
async function keepFailure(
  { context }: CallTools,
  gate: ModelGate,
  callId: number,
  failure: LlmFailure,
  { code, outcome, refusal }: Verdict,
): Promise<void> {
  const { store, clock } = context.ports
  const { status, message, requestId, usage, retryAfterMs } = failure
  const now = clock.now()
  await context.holds.through('kg_ingest', context.stopping, async () => {
    if (outcome === 'refused') await store.recordRefusal(callId, { status, code, message, requestId }, now)
    else await store.recordUnknown(callId, { code, message, usage }, now)
    if (refusal && retryAfterMs !== null) await gate.keepShut({ at: now, ms: Math.max(0, retryAfterMs) })
  })
}
