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
  const database = new Database(path, { readonly: true, timeout: 0 })
  try {
    return { sqlite, integrity: String(database.pragma('quick_check(1)', { simple: true })) }
  } finally {
    database.close()
  }
}
