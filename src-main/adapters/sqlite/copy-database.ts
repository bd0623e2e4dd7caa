import { rm, stat, statfs } from 'node:fs/promises'
import { dirname } from 'node:path'
import type Sqlite from 'better-sqlite3'
import { SluiceError } from '../../../src-shared/contract/errors.ts'

/**
 * Copies an open database while it is in use, some pages at a time, by SQLite's own way: a copy of the file would lack
 * what the write-ahead log holds. `copies`: how many times its size must be free. Rejects with disk_full.
 * Source: sqlite.org/backup.html.
 */
export async function copyDatabase(sql: Sqlite.Database, target: string, copies: number): Promise<void> {
  if (!sql.memory) {
    const needed = copies * (await stat(sql.name)).size
    const disk = await statfs(dirname(target))
    const free = disk.bavail * disk.bsize
    if (free < needed) {
      throw new SluiceError('disk_full', `Expected ${needed} bytes free to copy the database; ${free} are free.`)
    }
  }
  await rm(target, { force: true })
  await sql.backup(target, { progress: ({ remainingPages }) => stepOn(remainingPages) }).catch((thrown: unknown) => {
    if (!(thrown instanceof Whole)) throw thrown
  })
}

const PAGES_A_STEP = 100

/** Thrown out of a copy that is whole. */
class Whole extends Error {}

/**
 * Where the database was made smaller than what had been copied, SQLite ends the copy with less than none left, and
 * better-sqlite3 (13.2) waits for exactly none, for ever.
 */
function stepOn(remainingPages: number): number {
  if (remainingPages < 0) throw new Whole('the copy is whole')
  return PAGES_A_STEP
}
