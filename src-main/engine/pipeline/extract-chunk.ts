import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { ExtractionAnswer } from '../../../src-shared/model/extraction.ts'
import type { ChunkRow, KgDocument } from '../ports.ts'
import { markPages } from '../intake/mark-pages.ts'
import { Cancelled, type Cancellation } from '../resilience/cancellation.ts'
import type { Answered, CallTools } from './call-attempt.ts'
import { judge, type Judgement } from './judge.ts'
import { ModelChanged, paidCall } from './paid-call.ts'
import { answerKey, knownEntities, promptFor } from './questions.ts'
import { halve, joinAnswers, type Passage } from './split.ts'

/** What is known about a chunk before it is written to the graph. */
export interface Extraction {
  answer: ExtractionAnswer
  /** Every call whose answer is part of it; empty for the offline finder. */
  callIds: number[]
  reused: boolean
}

/** The local finder: nothing is sent, nothing is paid. Throws Cancelled where it was closed for a stop: no fault of the text. */
export async function extractOffline(
  tools: CallTools,
  chunk: ChunkRow,
  cancellation: Cancellation,
): Promise<Extraction> {
  try {
    const answer = await tools.context.ports.finder.find(markPages(chunk.text, chunk.spans))
    return { answer, callIds: [], reused: false }
  } catch (thrown) {
    throw cancellation.cancelled ? new Cancelled() : thrown
  }
}

/** What is asked about, and of whom: one model answers first question and repairs. */
interface Subject {
  doc: KgDocument
  chunk: ChunkRow
  model: string
}

/**
 * Asks the model in force about one chunk; from the start when a person chooses another meanwhile. What the old one failed
 * at is no fault of the chunk then. Throws a SluiceError of scope chunk when nothing helps: the answers stay in the ledger.
 */
export async function extractByModel(
  tools: CallTools,
  doc: KgDocument,
  chunk: ChunkRow,
  cancellation: Cancellation,
): Promise<Extraction> {
  for (;;) {
    const { model } = tools.context.settings()
    try {
      return await extractWithRepairs(tools, { doc, chunk, model }, cancellation)
    } catch (thrown) {
      if (thrown instanceof ModelChanged) continue
      const given = thrown instanceof SluiceError && thrown.scope === 'chunk'
      if (!given || tools.context.settings().model === model) throw thrown
    }
  }
}

/** Two repairs for a spoilt answer: a larger budget, then the chunk in two halves. A refusal is not repaired. */
async function extractWithRepairs(tools: CallTools, of: Subject, cancellation: Cancellation): Promise<Extraction> {
  const { chunk } = of
  const whole: Passage = { text: chunk.text, spans: chunk.spans }
  const first = await ask(tools, of, whole, 0, cancellation)
  if (first.judgement.valid) return only(first.judgement.answer, first)
  const second = await ask(tools, of, whole, 1, cancellation)
  if (second.judgement.valid) return only(second.judgement.answer, second)
  const halves = []
  for (const [index, passage] of halve(chunk).entries()) {
    const part = await ask(tools, of, passage, 2 + index, cancellation)
    if (!part.judgement.valid) throw spoiltFor(part.judgement, 'the larger budget and the split chunk')
    halves.push({ passage, answer: part.judgement.answer, callId: part.callId, reused: part.reused })
  }
  return {
    answer: joinAnswers(chunk, halves),
    callIds: halves.map((half) => half.callId),
    reused: halves.every((half) => half.reused),
  }
}

interface Judged {
  callId: number
  reused: boolean
  judgement: Judgement
}

function only(answer: ExtractionAnswer, from: Judged): Extraction {
  return { answer, callIds: [from.callId], reused: from.reused }
}

async function ask(
  tools: CallTools,
  { doc, chunk, model }: Subject,
  passage: Passage,
  pass: number,
  cancellation: Cancellation,
): Promise<Judged> {
  const { context } = tools
  const gate = await tools.gates.of(model)
  const known = await knownEntities(context, doc, chunk)
  const prompt = promptFor(context, doc, chunk, passage, { model, known, maxTokens: gate.maxTokens(pass > 0) })
  const question = {
    documentId: doc.document.id,
    chunkId: chunk.id,
    answerKey: answerKey(context, chunk, passage, model, pass),
    pass,
    prompt,
  }
  const answered = await paidCall(tools, question, cancellation)
  const judgement = judge(answered.text, answered.stopReason)
  if (!judgement.valid) await spoil(tools, answered, judgement)
  return { callId: answered.callId, reused: answered.reused, judgement }
}

/** The verdict on a spoilt answer, unless it has it from before; a refusal ends the chunk at once. */
async function spoil(
  tools: CallTools,
  { callId, verdict }: Answered,
  judgement: Judgement & { valid: false },
): Promise<void> {
  const { store, clock } = tools.context.ports
  if (verdict !== 'spoilt') await store.judgeSpoilt(callId, judgement.reason, clock.now())
  if (judgement.code === 'model_refused') throw spoiltFor(judgement, 'no repair: a refusal stands')
}

function spoiltFor(judgement: Judgement & { valid: false }, tried: string): SluiceError {
  return new SluiceError(judgement.code, `expected a whole answer, came: ${judgement.reason} (tried: ${tried})`)
}
