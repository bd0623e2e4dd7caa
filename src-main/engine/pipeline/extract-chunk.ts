import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { ExtractionAnswer } from '../../../src-shared/model/extraction.ts'
import type { ChunkRow, KgDocument } from '../ports.ts'
import type { Cancellation } from '../resilience/cancellation.ts'
import type { Answered, CallTools } from './call-attempt.ts'
import { judge, type Judgement } from './judge.ts'
import { ModelChanged, paidCall } from './paid-call.ts'
import { answerKey, knownEntities, promptFor } from './questions.ts'
import { joinAnswers, waysToAsk, type Part } from './split.ts'

/** What is known about a chunk before it is written to the graph. */
export interface Extraction {
  answer: ExtractionAnswer
  /** Every call whose answer is part of it; empty for the offline finder. */
  callIds: number[]
  reused: boolean
}

type Spoilt = Judgement & { valid: false }

/** A usable answer to a part. */
interface PartAnswer extends Part {
  answer: ExtractionAnswer
  callId: number
  reused: boolean
}

/** What came of one way to ask. */
type Tried = { answers: PartAnswer[] } | { spoilt: Spoilt }

const isCut = (tried: Tried): boolean => 'spoilt' in tried && tried.spoilt.code === 'answer_truncated'

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

/**
 * Two repairs for a spoilt answer: a larger budget, then the chunk in two halves. Where the limits allow no larger one, an
 * answer that was cut would most likely be cut again: the halves come first then, and the same question only when they do
 * not help. A refusal is not repaired.
 */
async function extractWithRepairs(tools: CallTools, of: Subject, cancellation: Cancellation): Promise<Extraction> {
  const [first, larger, halves] = waysToAsk(of.chunk)
  for (const way of [first, larger, halves]) {
    const kept = await keptFor(tools, of, way)
    if (kept) return extractionFrom(of.chunk, kept)
  }
  let tried = await askAll(tools, of, first, cancellation)
  const cutAgain = isCut(tried) && !(await hasLargerBudget(tools, of))
  for (const way of cutAgain ? [halves, larger] : [larger, halves]) {
    if ('answers' in tried) break
    tried = await askAll(tools, of, way, cancellation)
  }
  if ('spoilt' in tried) throw spoiltFor(tried.spoilt, 'the repairs, down to the split chunk')
  return extractionFrom(of.chunk, tried.answers)
}

async function hasLargerBudget({ gates }: CallTools, { model }: Subject): Promise<boolean> {
  const gate = await gates.of(model)
  return gate.maxTokens(true) > gate.maxTokens(false)
}

/** Answers that were found good before, for this chunk or another of the same text: a repair, too, is paid once. Null unless there are all. */
async function keptFor({ context }: CallTools, { chunk, model }: Subject, way: Part[]): Promise<PartAnswer[] | null> {
  const answers: PartAnswer[] = []
  for (const part of way) {
    const kept = await context.ports.store.findAnswer(answerKey(context, chunk, part.passage, model, part.pass))
    if (kept?.verdict !== 'valid') return null
    const judgement = judge(kept.text, kept.stopReason)
    if (!judgement.valid) return null
    answers.push({ ...part, answer: judgement.answer, callId: kept.callId, reused: true })
  }
  return answers
}

/** Asks until one of the answers is spoilt. */
async function askAll(tools: CallTools, of: Subject, way: Part[], cancellation: Cancellation): Promise<Tried> {
  const answers: PartAnswer[] = []
  for (const part of way) {
    const answered = await ask(tools, of, part, cancellation)
    const judgement = judge(answered.text, answered.stopReason)
    if (!judgement.valid) {
      await spoil(tools, answered, judgement)
      return { spoilt: judgement }
    }
    answers.push({ ...part, answer: judgement.answer, callId: answered.callId, reused: answered.reused })
  }
  return { answers }
}

async function ask(
  tools: CallTools,
  { doc, chunk, model }: Subject,
  { passage, pass }: Part,
  cancellation: Cancellation,
): Promise<Answered> {
  const { context } = tools
  const gate = await tools.gates.of(model)
  const known = await knownEntities(context, doc, chunk)
  const question = {
    documentId: doc.document.id,
    chunkId: chunk.id,
    answerKey: answerKey(context, chunk, passage, model, pass),
    pass,
    prompt: promptFor(context, doc, chunk, passage, { model, known, maxTokens: gate.maxTokens(pass > 0) }),
  }
  return paidCall(tools, question, cancellation)
}

function extractionFrom(chunk: ChunkRow, answers: PartAnswer[]): Extraction {
  return {
    answer: joinAnswers(chunk, answers),
    callIds: answers.map(({ callId }) => callId),
    reused: answers.every(({ reused }) => reused),
  }
}

/** The verdict on a spoilt answer, unless it has it from before; a refusal ends the chunk at once. */
async function spoil(tools: CallTools, { callId, verdict }: Answered, judgement: Spoilt): Promise<void> {
  const { store, clock } = tools.context.ports
  if (verdict !== 'spoilt') await store.judgeSpoilt(callId, judgement.reason, clock.now())
  if (judgement.code === 'model_refused') throw spoiltFor(judgement, 'no repair: a refusal stands')
}

function spoiltFor({ code, reason }: Spoilt, tried: string): SluiceError {
  return new SluiceError(code, `expected a whole answer, came: ${reason} (tried: ${tried})`)
}
