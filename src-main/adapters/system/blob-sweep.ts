import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { systemCode } from './file-errors.ts'

/** What a copy is called until it is whole. */
export const TEMPORARY_SUFFIX = '.part'

/** Younger ones may belong to a copy that is under way, or whose row is about to be written. */
const SWEEP_AGE_MS = 3_600_000

interface SweepOptions {
  folder: string
  /** UTC epoch milliseconds. */
  now: number
  /** Removes these bytes unless they are needed; whether they went. */
  release(sha256: string): Promise<boolean>
}

/** Looks at what is an hour old: temporary files go, whole blobs where nobody needs them. Resolves to how many went. */
export async function sweepBlobs({ folder, now, release }: SweepOptions): Promise<number> {
  let removed = 0
  const isOld = async (path: string) => now - (await stat(path)).mtimeMs >= SWEEP_AGE_MS
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name)
    if (entry.isFile() && entry.name.endsWith(TEMPORARY_SUFFIX) && (await isOld(path))) {
      await rm(path, { force: true })
      removed += 1
    }
    if (!entry.isDirectory() || !/^[0-9a-f]{2}$/.test(entry.name)) continue
    for (const blob of await entriesOf(path)) {
      const sha256 = entry.name + blob.name
      if (!/^[0-9a-f]{64}$/.test(sha256) || !(await isOld(join(path, blob.name)))) continue
      if (await release(sha256)) removed += 1
    }
  }
  return removed
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true })
  } catch (thrown) {
    if (systemCode(thrown) === 'ENOENT') return []
    throw thrown
  }
}
