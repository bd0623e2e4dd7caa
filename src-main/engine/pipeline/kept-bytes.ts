import type { BlobStore, CopiedBytes, Store } from '../ports.ts'
import { createKeyedLock } from '../resilience/keyed-lock.ts'

/**
 * Bytes are kept as long as a row needs them: for each hash, keeping them with their row and looking for a row before
 * removing them never overlap.
 */
export interface KeptBytes {
  /** Keeps a copy, then enters its row; bytes that no row needs after all go again, whatever became of the entry. */
  keep<T>(copy: CopiedBytes, enter: () => Promise<T>): Promise<T>
  /** Removes the bytes unless a row needs them; whether they went. */
  release(sha256: string): Promise<boolean>
}

export function createKeptBytes(store: Pick<Store, 'knowsBlob'>, blobs: Pick<BlobStore, 'remove'>): KeptBytes {
  const lock = createKeyedLock()
  const release = async (sha256: string): Promise<boolean> => {
    if (await store.knowsBlob(sha256)) return false
    await blobs.remove(sha256)
    return true
  }
  return {
    keep: (copy, enter) =>
      lock.hold(copy.sha256, async () => {
        await copy.keep()
        try {
          return await enter()
        } finally {
          // What cannot be removed now is swept at the next start.
          await release(copy.sha256).catch(() => {})
        }
      }),
    release: (sha256) => lock.hold(sha256, () => release(sha256)),
  }
}
