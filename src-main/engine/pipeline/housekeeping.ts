import type { EnginePorts } from '../engine.ts'
import type { Erased } from '../ports.ts'
import type { PipelineContext } from './context.ts'
import { turn } from './turn.ts'

const SWEPT_AT_ONCE = 20

interface Swept {
  ports: { store: Pick<EnginePorts['store'], 'sweepDeleted'>; clock: Pick<EnginePorts['clock'], 'after'> }
  bytes: Pick<PipelineContext['bytes'], 'release'>
}

/**
 * Removes the rows of deleted documents, slice by slice, and bytes that no other document has. Resolves to the answers that
 * were erased with them.
 */
export async function sweepDeleted({ ports: { store, clock }, bytes }: Swept): Promise<Erased> {
  const all: Erased = { answers: 0, cost: 0 }
  for (;;) {
    const { done, sha256s, erased } = await store.sweepDeleted(SWEPT_AT_ONCE)
    for (const sha256 of sha256s) await bytes.release(sha256)
    all.answers += erased.answers
    all.cost += erased.cost
    if (done) return all
    await turn(clock)
  }
}

/** What a fault of this computer left of a deleted document goes when that has passed; `done` is told of it. */
export async function sweepLater(context: PipelineContext, done: () => Promise<void>): Promise<void> {
  const { holds, stopping, ports } = context
  try {
    await holds.through('kg_ingest', stopping, () => sweepDeleted(context))
    await done()
  } catch (error) {
    // The next start tries again.
    ports.logger.warn('could not sweep', { error: String(error) })
  }
}

/** What a dead engine may have left behind, at start: a deletion that was under way, bytes without a row. */
export async function tidyUp(context: PipelineContext): Promise<void> {
  const { ports, bytes } = context
  try {
    await sweepDeleted(context)
    const removed = await ports.blobs.sweep(bytes.release)
    if (removed > 0) ports.logger.info('swept bytes that nothing knew', { removed })
  } catch (error) {
    // Nothing waits for it; the next start tries again.
    ports.logger.warn('could not tidy up', { error: String(error) })
  }
}
