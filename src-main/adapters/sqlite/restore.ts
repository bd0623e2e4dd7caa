import { existsSync } from 'node:fs'
import { copyFile, open, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { checkDatabase } from './check-database.ts'
import { logDamage } from './log-damage.ts'

/** What SQLite keeps beside a database. Of a damaged one they are moved with it: they belong to no other. */
const BESIDE = ['', '-wal', '-shm']
/** The ends of the copy's name beside the old database's: while it is written, and when it is whole. */
const HALF = '.partial'
const WHOLE = '.new'
/** The half copy, and what SQLite keeps beside it while its log is taken in. */
const HALVES = new RegExp(`\\${HALF}(?:-wal|-shm|-journal)?$`)

/**
 * Puts a backup in the database's place, which nobody may have open, with all that the backup's log holds. What was there
 * is kept beside it under `asideSuffix` (with a number behind it where that is taken), never removed; the backup stays
 * where it is. Gives where the old database lies now, or null where there was none. Rejects with database_damaged, and
 * changes nothing, if the backup is not sound.
 */
export async function putBack(database: string, backup: string, asideSuffix: string): Promise<string | null> {
  // First: looking through it takes what is left of its log for all there was.
  const found = (await damageOfLog(backup)) ?? soundness(backup)
  if (found !== 'ok') {
    throw new SluiceError('database_damaged', `expected a sound backup at ${backup}, came: ${found}`, {
      remedy: 'Name another one: backup --list shows them.',
    })
  }
  await endPutBack(database)
  const aside = freeName(`${database}${asideSuffix}`)
  await copyWhole(backup, `${aside}${HALF}`)
  await flush(`${aside}${HALF}`)
  await rename(`${aside}${HALF}`, `${aside}${WHOLE}`)
  const hadOne = existsSync(database)
  await takePlace(database, aside)
  return hadOne ? aside : null
}

/**
 * Ends what a kill cut off, before anybody opens the database: its empty place would be taken by an empty one, and its log
 * by whatever is put there.
 */
export async function endPutBack(database: string): Promise<void> {
  const folder = dirname(database)
  const copies = (await readdir(folder)).filter((name) => name.startsWith(`${basename(database)}.aside-`))
  for (const name of copies) {
    const path = join(folder, name)
    // The database itself is moved first: while it is there, nothing has been done.
    if (name.endsWith(WHOLE) && !existsSync(database)) await takePlace(database, path.slice(0, -WHOLE.length))
    else if (name.endsWith(WHOLE) || HALVES.test(name)) await rm(path)
  }
}

/** The log goes into the copy: what was written last may stand there alone, and under another name no log is found. */
async function copyWhole(backup: string, copy: string): Promise<void> {
  await copyFile(backup, copy)
  if (!existsSync(`${backup}-wal`)) return
  await copyFile(`${backup}-wal`, `${copy}-wal`)
  const database = new Sqlite(copy)
  try {
    database.pragma('journal_mode = DELETE')
  } finally {
    database.close()
  }
}

async function takePlace(database: string, aside: string): Promise<void> {
  for (const end of BESIDE) {
    if (existsSync(`${database}${end}`)) await rename(`${database}${end}`, `${aside}${end}`)
  }
  await rename(`${aside}${WHOLE}`, database)
  // New names are durable only when their folder is; Windows cannot open folders and needs no such step.
  if (process.platform !== 'win32') await flush(dirname(database), 'r')
}

/** Two restores within a second: what the first set aside is not written over. */
function freeName(path: string): string {
  for (let n = 1; ; n += 1) {
    const name = n === 1 ? path : `${path}.${n}`
    if (BESIDE.every((end) => !existsSync(`${name}${end}`))) return name
  }
}

/** A copy without a log is what most are. */
async function damageOfLog(path: string): Promise<string | null> {
  return existsSync(`${path}-wal`) ? logDamage(path) : null
}

function soundness(path: string): string {
  try {
    return checkDatabase(path).integrity ?? 'no file'
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

async function flush(path: string, flags = 'r+'): Promise<void> {
  const file = await open(path, flags)
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
