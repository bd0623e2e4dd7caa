import Sqlite from 'better-sqlite3'
import { SluiceError, type ErrorCode } from '../../../src-shared/contract/errors.ts'

interface Meaning {
  code: ErrorCode
  expected: string
  /** Where the code's own would be half of the truth. */
  remedy?: string
}

/**
 * What SQLite's codes mean; one of its primary codes stands for its extended ones too. A full disk is FULL where the
 * file system says so, WRITE under a file size limit and where the disk fails, SHMSIZE when the WAL's index cannot grow.
 * CORRUPT is also what SQLite makes of a page that the disk could not read.
 */
export const SQLITE_CODES: Record<string, Meaning> = {
  SQLITE_FULL: { code: 'disk_full', expected: 'room on the disk of the data folder' },
  SQLITE_IOERR_WRITE: {
    code: 'disk_full',
    expected: 'room on the disk of the data folder, and that it takes what is written',
    remedy: 'Free some space on the disk of the data folder, or see whether it fails; Sluice goes on by itself.',
  },
  SQLITE_IOERR_SHMSIZE: { code: 'disk_full', expected: 'room on the disk of the data folder' },
  SQLITE_CORRUPT: { code: 'database_damaged', expected: 'a sound database' },
  SQLITE_NOTADB: { code: 'database_damaged', expected: 'a sound database' },
}

const ANY_OTHER: Meaning = { code: 'store_failed', expected: 'the database to take the step' }

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
  const known = Object.keys(SQLITE_CODES).find((code) => thrown.code === code || thrown.code.startsWith(`${code}_`))
  const { code, expected, ...told } = (known === undefined ? undefined : SQLITE_CODES[known]) ?? ANY_OTHER
  return new SluiceError(code, `Expected ${expected}; came ${thrown.code}: ${thrown.message}`, {
    ...told,
    cause: thrown,
  })
}
