import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Backup, Backups, EpochMs, SpawnWorker, Store } from '../../engine/ports.ts'
import type { CheckReply, CheckRequest } from './check-child.ts'

/** Looking through a database takes little more than SQLite's own cache. */
const HEAP_MEGABYTES = 128
const NAME = /^sluice-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z\.db$/

interface BackupOptions {
  folder: string
  store: Pick<Store, 'copyTo'>
  spawn: SpawnWorker
}

export function createBackups({ folder, store, spawn }: BackupOptions): Backups {
  return {
    list: () => listBackups(folder),
    async make(now, keep) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const path = join(folder, nameOf(now))
      const partial = `${path}.partial`
      try {
        await store.copyTo(partial)
        const { found } = await lookThrough(spawn, partial)
        if (found !== 'ok') {
          throw new SluiceError('database_damaged', `expected a sound copy of the database, came: ${found}`)
        }
        await rename(partial, path)
      } finally {
        await rm(partial, { force: true })
      }
      for (const old of (await listBackups(folder)).slice(keep)) await rm(old.path, { force: true })
      return { at: atOf(nameOf(now)) ?? now, path, bytes: (await stat(path)).size }
    },
  }
}

/** What lies in the folder of backups, newest first; where there is none, nothing. Needs no open database. */
export async function listBackups(folder: string): Promise<Backup[]> {
  const names = await readdir(folder).catch((): string[] => [])
  const backups = names.map(async (name): Promise<Backup[]> => {
    const at = atOf(name)
    const path = join(folder, name)
    return at === null ? [] : [{ at, path, bytes: (await stat(path)).size }]
  })
  return (await Promise.all(backups)).flat().toSorted((a, b) => b.at - a.at)
}

/** In a process of its own: a large database takes seconds, which would stop the event loop. */
function lookThrough(spawn: SpawnWorker, path: string): Promise<CheckReply> {
  return new Promise((resolve) => {
    const worker = spawn('check', { heapMegabytes: HEAP_MEGABYTES })
    worker.onMessage((reply) => {
      resolve(reply as CheckReply)
      worker.kill()
    })
    worker.onExit((code) => resolve({ found: `the process that looks through it ended with ${code ?? 'a signal'}` }))
    worker.send({ path } satisfies CheckRequest)
  })
}

/** No colons: Windows has none in names. */
function nameOf(at: EpochMs): string {
  return `sluice-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z.db`
}

function atOf(name: string): EpochMs | null {
  const [, day, hour, minute, second] = NAME.exec(name) ?? []
  const at = Date.parse(`${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) ? null : at
}
