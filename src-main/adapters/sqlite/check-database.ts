import { existsSync } from 'node:fs'
import Database from 'better-sqlite3'

export interface DatabaseHealth {
  /** Version of SQLite itself. */
  sqlite: string
  /** Null where there is no database yet; "ok", or what SQLite found wrong first. */
  integrity: string | null
}

/** Looks through a database that nobody else has open, without changing it. Rejects where it cannot be opened at all. */
export function checkDatabase(path: string): DatabaseHealth {
  const memory = new Database(':memory:')
  const sqlite = String(memory.prepare('SELECT sqlite_version()').pluck().get())
  memory.close()
  if (!existsSync(path)) return { sqlite, integrity: null }
  let database: Database.Database | undefined
  try {
    database = new Database(path, { readonly: true, timeout: 0 })
    return { sqlite, integrity: String(database.pragma('quick_check(1)', { simple: true })) }
  } catch (thrown) {
    // Of some damage SQLite says no more than this.
    if (thrown instanceof Database.SqliteError && /^SQLITE_(?:CORRUPT|NOTADB)/.test(thrown.code)) {
      return { sqlite, integrity: thrown.message }
    }
    throw thrown
  } finally {
    database?.close()
  }
}
