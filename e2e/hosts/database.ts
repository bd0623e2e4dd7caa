import { join } from 'node:path'
import Database from 'better-sqlite3'

/** Reads the database of a data folder without the product's own eyes. */
export function readDatabase<T>(dataFolder: string, read: (database: Database.Database) => T): T {
  const database = new Database(join(dataFolder, 'sluice.db'), { readonly: true })
  try {
    return read(database)
  } finally {
    database.close()
  }
}

/** What SQLite finds wrong in a data folder that no engine has open: "ok", if nothing. */
export function integrityOf(dataFolder: string): string {
  return readDatabase(dataFolder, (database) => String(database.pragma('integrity_check', { simple: true })))
}

/** Changes the first stored answer as a disk might. */
export function spoilAnswer(dataFolder: string): void {
  const database = new Database(join(dataFolder, 'sluice.db'))
  const first = 'SELECT min(id) FROM llm_call WHERE answer IS NOT NULL'
  const { changes } = database.prepare(`UPDATE llm_call SET answer = answer || '.' WHERE id = (${first})`).run()
  database.close()
  if (changes !== 1) throw new Error('expected a stored answer, came none')
}

/** Keeps every other from writing to the database, until what it returns is called. */
export function holdDatabase(data: string): () => void {
  const database = new Database(join(data, 'sluice.db'))
  database.exec('BEGIN IMMEDIATE')
  return () => {
    database.exec('ROLLBACK')
    database.close()
  }
}
