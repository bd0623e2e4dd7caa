import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { HostInfo } from '../engine/ports.ts'

/** Seen from here, and from a built chunk: both lie two folders below the root. */
const FOLDER = fileURLToPath(new URL('../../build/samples', import.meta.url))

/** The documents that come with Sluice; none where they are not shipped. */
export async function findSamples(folder = FOLDER): ReturnType<HostInfo['samples']> {
  const names = await readdir(folder).catch(() => [])
  const samples = names.filter((name) => name.endsWith('.pdf')).toSorted()
  return Promise.all(
    samples.map(async (name) => {
      const path = join(folder, name)
      const { size, mtimeMs } = await stat(path)
      return { path, bytes: size, modifiedMs: mtimeMs }
    }),
  )
}
