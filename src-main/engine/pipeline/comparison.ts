import type { Provider } from '../../../src-shared/model/document.ts'
import type { KgDocument } from '../ports.ts'
import { createCancellation, type Cancellation } from '../resilience/cancellation.ts'
import type { CallTools } from './call-attempt.ts'
import { beginChunk, commitChunk, type ChunkTask } from './chunk-task.ts'
import type { KgObserver } from './kg-observer.ts'

/** With the suspect three different chunks: so many rejected in a row are our own fault, and two need not both be poisoned. */
export const MOST_COMPARED = 2

/**
 * Where all that is left of a document fails, its own chunks cannot tell their fault from the service's: the first open
 * chunks of the documents behind it are asked beside them. Nothing of it is lost: they are committed as in their turn.
 */
export interface Comparison {
  tasks(): ChunkTask[]
  /** Asks one more; false when there is none, or no more are asked. */
  another(): Promise<boolean>
  /** Commits those that have ended. */
  settle(): Promise<void>
  /** Resolves when none is at work; the work was cancelled before. */
  ended(): Promise<void>
}

interface Guest {
  doc: KgDocument
  task: ChunkTask
  ends: Cancellation
  leave(): void
}

export function createComparison(
  tools: CallTools,
  host: KgDocument,
  provider: Provider,
  observer: KgObserver,
  cancellation: Cancellation,
): Comparison {
  const { context, trials } = tools
  const { store, clock } = context.ports
  let guests: Guest[] = []

  const invite = async (doc: KgDocument): Promise<Guest | null> => {
    const { id } = doc.document
    const [chunk] = await store.pendingChunks(id, -1, 1)
    if (!chunk) return null
    context.touch(id)
    const ends = context.documentEnds(id)
    const source = createCancellation()
    const undo = [cancellation, ends].map((one) => one.onCancel(() => source.cancel()))
    const leave = () => {
      for (const take of undo) take()
      if (ends.cancelled) trials.forget(id)
    }
    return { doc, task: beginChunk(tools, doc, chunk, provider, source), ends, leave }
  }

  return {
    tasks: () => guests.map(({ task }) => task),
    async another() {
      if (guests.length >= MOST_COMPARED || cancellation.cancelled || context.pauses.finishing() !== null) return false
      const here = [host, ...guests.map(({ doc }) => doc)].map(({ document }) => document.id)
      const doc = await store.claimBeside(here, provider, clock.now())
      const guest = doc && (await invite(doc))
      if (!guest) return false
      guests.push(guest)
      return true
    },
    async settle() {
      const over = guests.filter(({ task }) => task.settled)
      guests = guests.filter(({ task }) => !task.settled)
      for (const { doc, task, ends, leave } of over) {
        const outcome = await task.result
        leave()
        if (outcome.kind === 'cancelled' || ends.cancelled) continue
        await commitChunk(tools, doc, task.chunk, outcome, provider, observer)
      }
    },
    async ended() {
      await Promise.all(guests.map(({ task }) => task.result))
      for (const { leave } of guests) leave()
    },
  }
}
