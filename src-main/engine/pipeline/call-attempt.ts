import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { costOf, modelTraits } from '../../../src-shared/model/models.ts'
import { promptTokens } from '../../../src-shared/model/usage.ts'
import { LlmCallError, type LedgerAnswer, type LlmFailure, type LlmPrompt, type LlmReply } from '../ports.ts'
import type { ModelGate, ModelGates } from '../limiter/model-gates.ts'
import type { Reservation } from '../limiter/reservation.ts'
import { Cancelled, type Cancellation } from '../resilience/cancellation.ts'
import { classify, type Verdict } from '../resilience/classify.ts'
import type { Budget } from './budget.ts'
import type { PipelineContext } from './context.ts'
import type { Slots } from './slots.ts'
import type { Trials } from './trials.ts'

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
export type Answered = Pick<LedgerAnswer, 'callId' | 'text' | 'stopReason' | 'verdict'> & { reused: boolean }

export interface CallTools {
  context: PipelineContext
  gates: ModelGates
  slots: Slots
  budget: Budget
  /** Answer keys of the calls that are out: no question is asked twice at once. */
  asking: Set<string>
  trials: Trials
}

export interface Failed extends Verdict {
  error: SluiceError
}

/** Lane, slot, tokens, ledger, request, ledger: one try. Null when it may not be sent any more: nothing was. */
export async function attemptOnce(
  tools: CallTools,
  question: Question,
  cancellation: Cancellation,
): Promise<Answered | Failed | null> {
  const { context, slots, asking } = tools
  await context.lane.pass(question.chunkId, cancellation)
  await context.holds.untilKept(cancellation)
  await slots.take(cancellation)
  try {
    if (!maySend(context, question) || !context.holds.allKept()) return null
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
  } finally {
    slots.give()
  }
}

/** Whether the model that is asked is the one in force: a person may have chosen another while the question waited. */
export function isCurrent(context: PipelineContext, { prompt }: Question): boolean {
  return context.settings().model === prompt.model
}

function maySend(context: PipelineContext, question: Question): boolean {
  return context.lane.admits(question.chunkId) && isCurrent(context, question)
}

/** A valid answer is another's and free; one not judged yet is this chunk's own, from before a kill, unless another chunk asked. */
export async function fromLedger(context: PipelineContext, question: Question): Promise<Answered | null> {
  const kept = await context.ports.store.findAnswer(question.answerKey)
  return kept && { ...kept, reused: kept.verdict === 'valid' || kept.chunkId !== question.chunkId }
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
  // The limit may have been learned, or the setting changed, since the question was put.
  const mostTokens = () => gate.maxTokens(asked.pass > 0)
  const maxTokens = mostTokens()
  const question = { ...asked, prompt: { ...asked.prompt, maxTokens } }
  const estimate = gate.estimate(question.prompt)
  if (!(await tools.budget.admits(question.prompt.model, estimate, cancellation))) return null
  const reservation = await gate.reserve(estimate, cancellation).catch((thrown: unknown) => {
    if (!(thrown instanceof SluiceError) || thrown.code !== 'call_never_fits') throw thrown
    // Where a limit was lowered while it waited, it is asked anew and smaller.
    if (mostTokens() >= maxTokens) context.lane.hold(thrown)
    return null
  })
  if (!reservation) return null
  if (maySend(context, question) && context.holds.allKept())
    return send(tools, gate, question, reservation, cancellation)
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
    const reply = await llm.ask({ model, body, timeoutMs }, (limits) => reservation.headers(limits))
    await keep(tools, callId, reply, model)
    reservation.settle(reply.usage, reply.limits)
    gate.observe(question.prompt, reply.usage)
    tools.context.run.tokens += promptTokens(reply.usage) + reply.usage.output
    tools.context.lane.succeeded()
    return { callId, text: reply.text, stopReason: reply.stopReason, verdict: 'unjudged', reused: false }
  } catch (thrown) {
    if (!(thrown instanceof LlmCallError)) {
      reservation.unknown()
      throw thrown
    }
    const { failure } = thrown
    const verdict = verdictOf(failure, reservation)
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

/** What the API says to one key is no reason to wait with another: the call is made again with that. */
function verdictOf(failure: LlmFailure, { outdated }: Reservation): Verdict {
  const verdict = classify(failure)
  return outdated ? { ...verdict, remedy: 'pace', refusal: null, until: null } : verdict
}

/** An answer that was paid is kept whatever it takes: while the disk is full it is held in memory and tried again. */
async function keep(tools: CallTools, callId: number, reply: LlmReply, model: string): Promise<void> {
  const { context } = tools
  const cost = costOf(model, reply.usage)
  await context.holds.keep('kg_ingest', context.stopping, () =>
    context.ports.store.recordAnswer(callId, reply, cost, context.ports.clock.now()),
  )
}

/** As an answer: a call whose outcome is not written down would count as out until the next start. */
async function keepFailure(
  { context }: CallTools,
  gate: ModelGate,
  callId: number,
  failure: LlmFailure,
  { code, outcome, refusal, until }: Verdict,
): Promise<void> {
  const { store, clock } = context.ports
  const { status, message, requestId, usage } = failure
  const now = clock.now()
  await context.holds.keep('kg_ingest', context.stopping, async () => {
    if (outcome === 'refused') await store.recordRefusal(callId, { status, code, message, requestId }, now)
    else await store.recordUnknown(callId, { code, message, usage }, now)
    if (refusal) await gate.keepShut()
    if (until !== null) await context.namedHold.keep(new SluiceError(code, message), until)
  })
}
