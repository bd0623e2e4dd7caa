import { join } from 'node:path'
import Database from 'better-sqlite3'

/** What SQLite finds wrong in a data folder that no engine has open: "ok", if nothing. */
export function integrityOf(dataFolder: string): string {
  const database = new Database(join(dataFolder, 'sluice.db'), { readonly: true })
  try {
    return String(database.pragma('integrity_check', { simple: true }))
  } finally {
    database.close()
  }
}
