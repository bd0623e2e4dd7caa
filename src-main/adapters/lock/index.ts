import Database from 'better-sqlite3'

/** A held lock. Releasing twice does nothing. */
export interface Lock {
  release(): void
}

/** Two that ask at the same moment may each see the other's first step: long enough for one of them to win. */
const CONTENTION_MS = 10

/**
 * Takes the lock at `path`, or gives null if another process (or another holder in this one) has it.
 *
 * It is an open exclusive transaction on a small SQLite file of its own: SQLite knows the right lock call on every
 * OS, and the OS drops it when the holder dies, however it dies. Nothing is ever written to the file, and no journal
 * beside it. A pid file could not do this: its pid may be dead, or someone else's by now.
 */
export function tryAcquireLock(path: string): Lock | null {
  const database = new Database(path, { timeout: CONTENTION_MS })
  try {
    database.pragma('journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null
    throw error
  }
  return { release: () => void database.close() }
}
