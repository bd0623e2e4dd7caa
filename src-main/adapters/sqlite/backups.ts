import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Backup, Backups, EpochMs, SpawnWorker, Store } from '../../engine/ports.ts'
import { inDatabaseProcess } from './database-process.ts'

const STAMP = /(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)Z/
const NAME = new RegExp(`^sluice-${STAMP.source}\\.db$`)
/** The end of the name of a copy that is not whole yet. */
const HALF = '.partial'
/** How far ahead of the clock a copy may be stamped: clocks are set right by seconds all the time. */
const AHEAD_MS = 60_000
/** Beside the database: what `migrate` and `restore` leave. Of one set aside the log is a part, and holds texts too. */
const OTHERS = [
  { kind: 'before-update', end: /^\.before-\d{4}$/ },
  { kind: 'set-aside', end: new RegExp(`^\\.aside-${STAMP.source}(?:\\.\\d+)?(?:-wal|-shm)?$`) },
] as const

/** Where the database and its backups lie. */
interface Places {
  database: string
  backups: string
}

interface BackupOptions {
  places: Places
  store: Pick<Store, 'copyTo'>
  spawn: SpawnWorker
}

export function createBackups({ places, store, spawn }: BackupOptions): Backups {
  const folder = places.backups
  let last: Promise<unknown> = Promise.resolve()

  async function make(now: EpochMs, keep: number): Promise<Backup> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await removeHalves(folder)
    const path = join(folder, nameOf(now))
    const partial = `${path}${HALF}`
    try {
      await store.copyTo(partial)
      const { found } = await inDatabaseProcess(spawn, { path: partial, work: 'look' })
      if (found !== 'ok') {
        throw new SluiceError('database_damaged', `expected a sound copy of the database, came: ${found}`)
      }
      await rename(partial, path)
    } finally {
      await rm(partial, { force: true })
    }
    const others = (await backupsIn(folder)).filter((other) => other.path !== path)
    // Those of a time to come were made under a wrong clock: who knows when.
    const byAge = [...others.filter(({ at }) => at <= now), ...others.filter(({ at }) => at > now)]
    for (const old of byAge.slice(keep - 1)) await rm(old.path, { force: true })
    return { at: atOf(nameOf(now)) ?? now, path, bytes: (await stat(path)).size, kind: 'backup' }
  }

  return {
    list: () => listBackups(places),
    make(now, keep) {
      const made = last.then(() => make(now, keep))
      last = made.catch(() => {})
      return made
    },
  }
}

/** What a kill has left of copies that were being made: nobody names them, and they hold texts too. */
async function removeHalves(folder: string): Promise<void> {
  const halves = (await namesIn(folder)).filter((name) => name.startsWith('sluice-') && name.includes(`.db${HALF}`))
  for (const name of halves) await rm(join(folder, name), { force: true })
}

/** Every copy of the database in the data folder, newest first. Needs no open database. */
export async function listBackups({ database, backups }: Places): Promise<Backup[]> {
  const found = [...(await backupsIn(backups)), ...(await othersBeside(database))]
  return found.toSorted((a, b) => b.at - a.at)
}

/** The one to put back: of copies stamped under a clock that was ahead, one only where there is no other. */
export function newestBackup(newestFirst: Backup[], now: EpochMs): Backup | undefined {
  const backups = newestFirst.filter(({ kind }) => kind === 'backup')
  return backups.find(({ at }) => at <= now + AHEAD_MS) ?? backups[0]
}

async function backupsIn(folder: string): Promise<Backup[]> {
  const backups = (await namesIn(folder)).map(async (name): Promise<Backup[]> => {
    const at = NAME.test(name) ? atOf(name) : null
    const path = join(folder, name)
    return at === null ? [] : [{ at, path, bytes: (await stat(path)).size, kind: 'backup' }]
  })
  return (await Promise.all(backups)).flat().toSorted((a, b) => b.at - a.at)
}

async function othersBeside(database: string): Promise<Backup[]> {
  const [folder, base] = [dirname(database), basename(database)]
  const others = (await namesIn(folder)).map(async (name): Promise<Backup[]> => {
    const end = name.startsWith(base) ? name.slice(base.length) : ''
    const kind = OTHERS.find((other) => other.end.test(end))?.kind
    if (!kind) return []
    const path = join(folder, name)
    const { mtimeMs, size } = await stat(path)
    return [{ at: atOf(name) ?? Math.round(mtimeMs), path, bytes: size, kind }]
  })
  return (await Promise.all(others)).flat()
}

function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => [])
}

/** No colons: Windows has none in names. */
function nameOf(at: EpochMs): string {
  return `sluice-${new Date(at).toISOString().slice(0, 19).replaceAll(':', '-')}Z.db`
}

function atOf(name: string): EpochMs | null {
  const [, day, hour, minute, second] = STAMP.exec(name) ?? []
  const at = Date.parse(`${day}T${hour}:${minute}:${second}Z`)
  return Number.isNaN(at) ? null : at
}
