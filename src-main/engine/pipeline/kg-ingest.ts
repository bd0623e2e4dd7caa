import { asSluiceError, type SluiceError } from '../../../src-shared/contract/errors.ts'
import { interDocumentDelayMs } from '../../../src-shared/model/settings.ts'
import type { Provider } from '../../../src-shared/model/document.ts'
import type { ChunkEnd, ChunkRow, EpochMs, KgDocument } from '../ports.ts'
import { Cancelled, createCancellation, type Cancellation } from '../resilience/cancellation.ts'
import { extractByModel, extractOffline, type Extraction } from './extract-chunk.ts'
import { PROMPT_LAG } from './questions.ts'
import { resolve } from './resolution.ts'
import type { CallTools } from './paid-call.ts'
import { turn } from './turn.ts'

/** Answers that wait for the head to be committed are held in memory: no more than these. */
const MOST_AT_HAND = 2 * PROMPT_LAG

/** What the graph phase tells the rest of the engine. */
export interface KgObserver {
  chunkEnded(doc: KgDocument, chunk: ChunkRow, end: ChunkEnd): void
  documentEnded(doc: KgDocument, state: 'completed' | 'failed'): Promise<void>
  /** Between two documents, until then; null when over. */
  delayed(until: EpochMs | null): void
}

/** A chunk being worked on. Up to eight at a time; their results are committed in chunk order. */
interface Task {
  chunk: ChunkRow
  result: Promise<Outcome>
  /** Its outcome is known and waits to be committed. */
  settled: boolean
}

type Outcome =
  | { kind: 'extracted'; extraction: Extraction }
  | { kind: 'failed'; error: SluiceError }
  | { kind: 'cancelled' }

/** The phase that pays: one document at a time, in order, until it ends or has none ready. */
export async function runKgIngest(tools: CallTools, observer: KgObserver): Promise<void> {
  const { context } = tools
  const { store, clock } = context.ports
  let last: { endedAt: EpochMs } | null = null
  while (!context.stopping.cancelled) {
    const seen = context.changed.version()
    const only = context.pauses.finishing()
    const nextAt = last ? last.endedAt + interDocumentDelayMs(context.settings()) : 0
    const delayed = clock.now() < nextAt
    observer.delayed(delayed ? nextAt : null)
    const paused = context.pauses.blocks('kg_ingest')
    if (delayed || paused) {
      await context.changed.wait(seen, delayed ? nextAt : null)
      continue
    }
    const provider = await context.provider()
    const doc = await context.holds
      .through('kg_ingest', context.stopping, () => store.claimKgDocument(provider, only, clock.now()))
      .catch(ignoreCancelled)
    if (!doc) {
      if (!context.stopping.cancelled) await context.changed.wait(seen, null)
      continue
    }
    const ends = context.documentEnds(doc.document.id)
    context.touch(doc.document.id)
    await workOn(tools, doc, provider, observer)
    // Whoever ended it (a person, a phase that failed) has written its end.
    if (ends.cancelled) continue
    const ended = await context.holds
      .through('kg_ingest', context.stopping, () => store.finishKgDocument(doc.document.id, clock.now()))
      .catch(ignoreCancelled)
    if (ended) {
      last = { endedAt: clock.now() }
      await observer.documentEnded(doc, ended)
      context.changed.notify()
    } else {
      await store.releaseJob(doc.job)
      await context.changed.wait(seen, null)
    }
  }
}

function ignoreCancelled(thrown: unknown): null {
  if (thrown instanceof Cancelled) return null
  throw thrown
}

/** Works on the document's pending chunks until none is ready, a pause or stop comes, or a person ends it. */
async function workOn(tools: CallTools, doc: KgDocument, provider: Provider, observer: KgObserver): Promise<void> {
  const { context } = tools
  const { store } = context.ports
  const cancellation = createCancellation()
  const ends = context.documentEnds(doc.document.id)
  const undo = [context.stopping, ends].map((source) => source.onCancel(() => cancellation.cancel()))
  const tasks: Task[] = []
  let last = -1
  try {
    for (;;) {
      const seen = context.stepped.version()
      if (!context.pauses.allows('kg_ingest', doc.document.id)) cancellation.cancel()
      const room = cancellation.cancelled ? 0 : roomFor(tools, tasks, last, provider)
      const more = room > 0 ? await store.pendingChunks(doc.document.id, last, room) : []
      for (const chunk of more) {
        if (!mayBegin(tools, tasks, chunk)) break
        last = chunk.ordinal
        tasks.push(begin(tools, doc, chunk, provider, cancellation))
      }
      const head = tasks[0]
      if (!head) return
      if (onlySuspects(tools, tasks)) tools.context.lane.leaveAlone()
      const outcome = await Promise.race([head.result, context.stepped.wait(seen, null)])
      if (!outcome) continue
      // What waited for this call sends its own first: the commit then falls into the time of the API.
      await turn(context.ports.clock)
      tasks.shift()
      if (outcome.kind === 'cancelled' || ends.cancelled) {
        // What lands after it stays in the ledger, paid and unjudged: chunks are committed in order only.
        return
      }
      await commit(tools, doc, head.chunk, outcome, provider, observer)
    }
  } finally {
    // Also when an error ends it: a task that went on unwatched would ask what the next round asks again.
    cancellation.cancel()
    await Promise.all(tasks.map((task) => task.result))
    for (const take of undo) take()
  }
}

function begin(
  tools: CallTools,
  doc: KgDocument,
  chunk: ChunkRow,
  provider: Provider,
  cancellation: Cancellation,
): Task {
  const task: Task = { chunk, result: extract(tools, doc, chunk, provider, cancellation), settled: false }
  void task.result.then(() => {
    task.settled = true
    tools.context.stepped.notify()
  })
  return task
}

/** How many chunks behind the last that was begun may be looked for. */
function roomFor(tools: CallTools, tasks: Task[], last: number, provider: Provider): number {
  const head = tasks[0]
  if (provider === 'offline') return head ? 0 : 1
  if (!head) return PROMPT_LAG
  if (onlySuspects(tools, tasks)) return PROMPT_LAG
  return head.chunk.ordinal + PROMPT_LAG - 1 - last
}

/** Chunks up to seven behind the head; one further ahead while only that can tell a chunk's fault from the service's. */
function mayBegin(tools: CallTools, tasks: Task[], chunk: ChunkRow): boolean {
  const head = tasks[0]
  if (!head) return true
  if (chunk.ordinal < head.chunk.ordinal + PROMPT_LAG) return true
  return tasks.length < MOST_AT_HAND && onlySuspects(tools, tasks)
}

/** Every chunk still at work is a suspect: none of them can tell its own fault from the service's. */
function onlySuspects(tools: CallTools, tasks: Task[]): boolean {
  const suspects = tools.context.lane.suspects()
  return suspects > 0 && suspects >= tasks.filter((task) => !task.settled).length
}

async function extract(
  tools: CallTools,
  doc: KgDocument,
  chunk: ChunkRow,
  provider: Provider,
  cancellation: Cancellation,
): Promise<Outcome> {
  try {
    const extraction = await tools.context.holds.through('kg_ingest', cancellation, () =>
      provider === 'offline' ? extractOffline(tools, chunk) : extractByModel(tools, doc, chunk, cancellation),
    )
    return { kind: 'extracted', extraction }
  } catch (thrown) {
    if (thrown instanceof Cancelled) return { kind: 'cancelled' }
    const error = asSluiceError(thrown)
    tools.context.ports.logger.error('chunk failed', {
      document: doc.document.id,
      ordinal: chunk.ordinal,
      code: error.code,
      message: error.message,
    })
    return { kind: 'failed', error }
  }
}

/** Resolution against the graph as the chunks before left it, then one transaction. */
async function commit(
  tools: CallTools,
  doc: KgDocument,
  chunk: ChunkRow,
  outcome: Exclude<Outcome, { kind: 'cancelled' }>,
  provider: Provider,
  observer: KgObserver,
): Promise<void> {
  const { context } = tools
  const { store, clock } = context.ports
  await context.holds
    .through('kg_ingest', context.stopping, async () => {
      const end =
        outcome.kind === 'failed' ? failed(outcome.error) : await written(tools, doc, chunk, outcome.extraction)
      await store.finishChunk(chunk, end, provider, clock.now())
      observer.chunkEnded(doc, chunk, end)
    })
    .catch(ignoreCancelled)
  context.stepped.notify()
}

function failed(error: SluiceError): ChunkEnd {
  return { state: 'failed', error: error.info }
}

async function written(tools: CallTools, doc: KgDocument, chunk: ChunkRow, extraction: Extraction): Promise<ChunkEnd> {
  const { store, ids } = tools.context.ports
  const { group, name, sha256, id } = doc.document
  const place = { group, documentName: name, documentSha: sha256 ?? id }
  const { writes, droppedFacts } = await resolve(extraction.answer, chunk, place, store, ids)
  return { state: 'completed', writes, callIds: extraction.callIds, reused: extraction.reused, droppedFacts }
}
