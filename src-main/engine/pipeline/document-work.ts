import type { Provider } from '../../../src-shared/model/document.ts'
import type { ChunkRow, KgDocument } from '../ports.ts'
import { createCancellation } from '../resilience/cancellation.ts'
import type { CallTools } from './call-attempt.ts'
import { beginChunk, commitChunk, type ChunkTask } from './chunk-task.ts'
import { createComparison } from './comparison.ts'
import type { KgObserver } from './kg-observer.ts'
import { PROMPT_LAG } from './questions.ts'
import { turn } from './turn.ts'

/** Answers that wait for the head to be committed are held in memory: no more than these. */
const MOST_AT_HAND = 2 * PROMPT_LAG

/**
 * Works on the document's pending chunks until none is ready, a pause or stop comes, or a person ends it. Up to eight at a
 * time; their results are committed in chunk order.
 */
export async function workOn(
  tools: CallTools,
  doc: KgDocument,
  provider: Provider,
  observer: KgObserver,
): Promise<void> {
  const { context } = tools
  const { store } = context.ports
  const cancellation = createCancellation()
  const ends = context.documentEnds(doc.document.id)
  const undo = [context.stopping, ends].map((source) => source.onCancel(() => cancellation.cancel()))
  const tasks: ChunkTask[] = []
  const comparison = createComparison(tools, doc, provider, observer, cancellation)
  let last = -1
  try {
    for (;;) {
      const seen = context.stepped.version()
      await comparison.settle()
      if (!context.pauses.allows('kg_ingest', doc.document.id)) cancellation.cancel()
      // A person chose the finder: what waits for the model would wait for ever.
      if (provider === 'anthropic' && (await context.provider()) === 'offline') cancellation.cancel()
      const room = cancellation.cancelled ? 0 : roomFor(tools, tasks, last, provider)
      const more = room > 0 ? await store.pendingChunks(doc.document.id, last, room) : []
      for (const chunk of more) {
        if (!mayBegin(tools, tasks, chunk)) break
        last = chunk.ordinal
        tasks.push(beginChunk(tools, doc, chunk, provider, cancellation))
      }
      const head = tasks[0]
      if (!head) return
      if (onlySuspects(tools, [...tasks, ...comparison.tasks()]) && !(await comparison.another())) {
        const known = context.lane.lonely()
        context.lane.leaveAlone()
        // More documents may be read than else: a chunk of theirs could tell.
        if (!known) context.changed.notify()
      }
      const outcome = await Promise.race([head.result, context.stepped.wait(seen, null)])
      if (!outcome) continue
      // What waited for this call sends its own first: the commit then falls into the time of the API.
      await turn(context.ports.clock)
      tasks.shift()
      if (outcome.kind === 'cancelled' || ends.cancelled) {
        // What lands after it stays in the ledger, paid and unjudged: chunks are committed in order only.
        return
      }
      await commitChunk(tools, doc, head.chunk, outcome, provider, observer)
    }
  } finally {
    // Also when an error ends it: a task that went on unwatched would ask what the next round asks again.
    cancellation.cancel()
    await Promise.all([...tasks.map((task) => task.result), comparison.ended()])
    for (const take of undo) take()
    if (ends.cancelled) tools.trials.forget(doc.document.id)
  }
}

/** How many chunks behind the last that was begun may be looked for. */
function roomFor(tools: CallTools, tasks: ChunkTask[], last: number, provider: Provider): number {
  const head = tasks[0]
  if (provider === 'offline') return head ? 0 : 1
  if (!head) return PROMPT_LAG
  if (onlySuspects(tools, tasks)) return PROMPT_LAG
  return head.chunk.ordinal + PROMPT_LAG - 1 - last
}

/** Chunks up to seven behind the head; one further ahead while only that can tell a chunk's fault from the service's. */
function mayBegin(tools: CallTools, tasks: ChunkTask[], chunk: ChunkRow): boolean {
  const head = tasks[0]
  if (!head) return true
  if (chunk.ordinal < head.chunk.ordinal + PROMPT_LAG) return true
  return tasks.length < MOST_AT_HAND && onlySuspects(tools, tasks)
}

/** Every chunk still at work is a suspect: none of them can tell its own fault from the service's. */
function onlySuspects(tools: CallTools, tasks: ChunkTask[]): boolean {
  const suspects = tools.context.lane.suspects()
  return suspects > 0 && suspects >= tasks.filter((task) => !task.settled).length
}
