import { asSluiceError, type SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Provider } from '../../../src-shared/model/document.ts'
import type { ChunkEnd, ChunkRow, KgDocument } from '../ports.ts'
import { Cancelled, nullIfCancelled, type Cancellation } from '../resilience/cancellation.ts'
import type { CallTools } from './call-attempt.ts'
import { extractByModel, type Extraction } from './extract-chunk.ts'
import { extractOffline } from './extract-offline.ts'
import type { KgObserver } from './kg-observer.ts'
import { resolve } from './resolution.ts'

/** A chunk being worked on. */
export interface ChunkTask {
  chunk: ChunkRow
  result: Promise<Outcome>
  /** Its outcome is known and waits to be committed. */
  settled: boolean
}

export type Outcome =
  | { kind: 'extracted'; extraction: Extraction }
  | { kind: 'failed'; error: SluiceError }
  | { kind: 'cancelled' }

export function beginChunk(
  tools: CallTools,
  doc: KgDocument,
  chunk: ChunkRow,
  provider: Provider,
  cancellation: Cancellation,
): ChunkTask {
  const task: ChunkTask = { chunk, result: extract(tools, doc, chunk, provider, cancellation), settled: false }
  void task.result.then(() => {
    task.settled = true
    tools.context.stepped.notify()
  })
  return task
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
      provider === 'offline'
        ? extractOffline(tools, chunk, cancellation)
        : extractByModel(tools, doc, chunk, cancellation),
    )
    return { kind: 'extracted', extraction }
  } catch (thrown) {
    if (thrown instanceof Cancelled) return { kind: 'cancelled' }
    const error = asSluiceError(thrown)
    // Its message stands with the chunk: the API's own words may quote the text, and a log holds none of that.
    const { code } = error
    tools.context.ports.logger.error('chunk failed', { document: doc.document.id, ordinal: chunk.ordinal, code })
    return { kind: 'failed', error }
  }
}

/** Resolution against the graph as the chunks before left it, then one transaction. */
export async function commitChunk(
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
    .keep('kg_ingest', context.stopping, async () => {
      const end =
        outcome.kind === 'failed' ? failed(outcome.error) : await written(tools, doc, chunk, outcome.extraction)
      await store.finishChunk(chunk, end, provider, clock.now())
      observer.chunkEnded(doc, chunk, end)
    })
    .catch(nullIfCancelled)
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
