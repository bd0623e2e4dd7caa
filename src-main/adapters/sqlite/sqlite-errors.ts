import Sqlite from 'better-sqlite3'
import { SluiceError } from '../../../src-shared/contract/errors.ts'

/**
 * SQLite reports a full disk by one of these: FULL where the file system says so, WRITE under a file size limit,
 * SHMSIZE when the WAL's index cannot grow.
 */
const NO_ROOM = new Set(['SQLITE_FULL', 'SQLITE_IOERR_WRITE', 'SQLITE_IOERR_SHMSIZE'])

/** Bytes in the file that SQLite cannot have written. */
const DAMAGED = /^SQLITE_(?:CORRUPT|NOTADB)/

export function isBusy(thrown: unknown): boolean {
  return thrown instanceof Sqlite.SqliteError && thrown.code.startsWith('SQLITE_BUSY')
}

/** Any error of the store as a SluiceError; errors that have a code of ours pass through. */
export function asStoreError(thrown: unknown): SluiceError {
  if (thrown instanceof SluiceError) return thrown
  if (!(thrown instanceof Sqlite.SqliteError)) {
    const message = thrown instanceof Error ? thrown.message : String(thrown)
    return new SluiceError('store_failed', `The store expected to work; came: ${message}`, { cause: thrown })
  }
  if (NO_ROOM.has(thrown.code)) {
    return new SluiceError('disk_full', `Expected room on the disk of the data folder; came ${thrown.code}.`, {
      cause: thrown,
    })
  }
  if (DAMAGED.test(thrown.code)) {
    const message = `Expected a sound database; came ${thrown.code}: ${thrown.message}`
    return new SluiceError('database_damaged', message, { cause: thrown })
  }
  return new SluiceError(
    'store_failed',
    `Expected the database to take the step; came ${thrown.code}: ${thrown.message}`,
    { cause: thrown },
  )
}
