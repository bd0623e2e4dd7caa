import { blobPath } from '../adapters/system/blob-store.ts'
import type { Api } from './api.ts'
import { dataLayout } from './data-layout.ts'

const SHA256 = /^[0-9a-f]{64}$/

/**
 * Where the bytes of a document lie, for a host that shows them: only hashes of documents that the engine knows have a
 * place. Null for every other name, whatever lies on the disk.
 */
export function createKnownBlobs(folder: string, api: Pick<Api, 'call'>): (sha256: string) => Promise<string | null> {
  let known = new Set<string>()
  let looking: Promise<void> | null = null
  const look = async () => {
    const { documents } = await api.call('report.get', {})
    known = new Set(documents.flatMap(({ sha256 }) => sha256 ?? []))
  }
  return async (sha256) => {
    if (!SHA256.test(sha256)) return null
    // The report of all documents is long: it is read when a hash is new, once for all who wait. A deleted document's
    // bytes are gone from the disk, so a hash that was known once needs no second look.
    if (!known.has(sha256)) {
      looking ??= look().finally(() => (looking = null))
      await looking
    }
    return known.has(sha256) ? blobPath(dataLayout(folder).blobs, sha256) : null
  }
}
