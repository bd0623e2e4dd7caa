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
  /** Whether a row names these bytes. */
  isKnown(sha256: string): boolean | Promise<boolean>
}

/** Removes what a crash left behind: temporary files and blobs without a row, an hour old. Resolves to how many. */
export async function sweepBlobs({ folder, now, isKnown }: SweepOptions): Promise<number> {
  let removed = 0
  const sweep = async (path: string): Promise<void> => {
    const { mtimeMs } = await stat(path)
    if (now - mtimeMs < SWEEP_AGE_MS) return
    await rm(path, { force: true })
    removed += 1
  }
  for (const entry of await entriesOf(folder)) {
    const path = join(folder, entry.name)
    if (entry.isFile() && entry.name.endsWith(TEMPORARY_SUFFIX)) await sweep(path)
    if (!entry.isDirectory() || !/^[0-9a-f]{2}$/.test(entry.name)) continue
    for (const blob of await entriesOf(path)) {
      const sha256 = entry.name + blob.name
      if (/^[0-9a-f]{64}$/.test(sha256) && !(await isKnown(sha256))) await sweep(join(path, blob.name))
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
