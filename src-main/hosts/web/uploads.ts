import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { syncFolder } from '../../adapters/system/sync-folder.ts'
import type { Api } from '../api.ts'

/**
 * Copies of uploaded files, each in a folder of its own until ingestion has taken it: the engine keeps bytes of its own.
 * A folder is named after the process that receives it, so that a later one can tell what a dead one left behind.
 */
export interface Uploads {
  /** A new, durable place for a file of that name. */
  place(name: string): Promise<string>
  /** The file at a place is the document's now: it goes when the document has been ingested, or is gone itself. */
  handOver(path: string, documentId: string): Promise<void>
  /** Takes back a place whose file did not come. */
  drop(path: string): Promise<void>
  /** Removes what is not needed any more, then follows the documents until the signal aborts or the engine stops. */
  watch(signal: AbortSignal): Promise<void>
}

export function createUploads(folder: string, api: Api): Uploads {
  /** Documents whose file waits here, with its place. */
  const waiting = new Map<string, string>()
  /** Folders of this process. */
  const own = new Set<string>()
  const drop = async (path: string) => {
    await rm(dirname(path), { recursive: true, force: true })
    own.delete(basename(dirname(path)))
  }
  const taken = async (documentId: string) => {
    const path = waiting.get(documentId)
    waiting.delete(documentId)
    if (path !== undefined) await drop(path)
  }
  /** What a process that has ended left behind: kept only where a document still waits to be ingested from it. */
  const sweep = async () => {
    const present = await readdir(folder).catch(() => [] as string[])
    if (present.length === 0) return
    const { documents } = await api.call('report.get', {})
    const needed = new Set<string>()
    for (const { id, path, sha256 } of documents) {
      const [name = ''] = relative(folder, path).split(sep)
      if (sha256 !== null || !present.includes(name)) continue
      needed.add(name)
      waiting.set(id, path)
    }
    for (const name of present) {
      if (needed.has(name) || own.has(name) || isOfLivingProcess(name)) continue
      await rm(join(folder, name), { recursive: true, force: true })
    }
  }
  return {
    async place(name) {
      const place = `${process.pid}-${randomUUID()}`
      own.add(place)
      const made = await mkdir(join(folder, place), { recursive: true, mode: 0o700 })
      await syncFolder(folder)
      if (made === folder) await syncFolder(dirname(folder))
      return join(folder, place, name)
    },
    async handOver(path, documentId) {
      waiting.set(documentId, path)
      // It may have been ingested before this was known here.
      if (await isTaken(api, documentId)) await taken(documentId)
    },
    drop,
    async watch(signal) {
      const events = api.events(signal)
      const first = events.next()
      await sweep()
      for (let next = await first; !next.done; next = await events.next()) {
        if (next.value.type !== 'rows') continue
        const { changed, removed } = next.value.data
        for (const row of changed) if (row.phases.ingestion === 'completed') await taken(row.id)
        for (const id of removed) await taken(id)
      }
    },
  }
}

async function isTaken(api: Api, documentId: string): Promise<boolean> {
  try {
    return (await api.call('report.document', { document: documentId })).sha256 !== null
  } catch (thrown) {
    if (thrown instanceof SluiceError && thrown.code === 'document_unknown') return true
    throw thrown
  }
}

function isOfLivingProcess(folder: string): boolean {
  const pid = Number(folder.split('-')[0])
  // Of an earlier process that had the same number: what this one made is known.
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
