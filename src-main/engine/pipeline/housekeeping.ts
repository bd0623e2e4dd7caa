import type { BlobStore, Clock, Logger, Store } from '../ports.ts'
import { turn } from './turn.ts'

const SWEPT_AT_ONCE = 30

interface Ports {
  store: Pick<Store, 'sweepDeleted' | 'knowsBlob'>
  blobs: Pick<BlobStore, 'remove' | 'sweep'>
  logger: Logger
  clock: Pick<Clock, 'after'>
}

/** Removes the rows of deleted documents, slice by slice, and bytes that no other document has. */
export async function sweepDeleted({ store, blobs, clock }: Ports): Promise<void> {
  for (;;) {
    const { done, sha256s } = await store.sweepDeleted(SWEPT_AT_ONCE)
    for (const sha256 of sha256s) if (!(await store.knowsBlob(sha256))) await blobs.remove(sha256)
    if (done) return
    await turn(clock)
  }
}

/** What a dead engine may have left behind, at start: a deletion that was under way, bytes without a row. */
export async function tidyUp(ports: Ports): Promise<void> {
  try {
    await sweepDeleted(ports)
    const removed = await ports.blobs.sweep((sha256) => ports.store.knowsBlob(sha256))
    if (removed > 0) ports.logger.info('swept bytes that nothing knew', { removed })
  } catch (error) {
    // Nothing waits for it; the next start tries again.
    ports.logger.warn('could not tidy up', { error: String(error) })
  }
}
