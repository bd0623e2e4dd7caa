import { statSync } from 'node:fs'
import type Sqlite from 'better-sqlite3'
import { SluiceError } from '../../../src-shared/contract/errors.ts'

/**
 * Throws where another file than the open one has the database's name, or none. SQLite notices nothing of it, and goes
 * on writing what no start would find.
 */
export function createInPlaceCheck(sql: Sqlite.Database): () => void {
  if (sql.memory) return () => {}
  const path = sql.name
  const opened = identityOf(path)
  return () => {
    if (identityOf(path) === opened) return
    throw new SluiceError('store_failed', `Expected the database at ${path}; it is no longer there.`)
  }
}

/** Null where there is nothing of that name. */
function identityOf(path: string): string | null {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false })
  return found === undefined ? null : `${found.dev}:${found.ino}`
}
