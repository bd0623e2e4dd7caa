import { stat } from 'node:fs/promises'
import type Sqlite from 'better-sqlite3'
import type { SpawnWorker } from '../../engine/ports.ts'
import { inDatabaseProcess } from './database-process.ts'

/** What one step takes in: some more than SQLite does by itself when 1,000 pages were written. Of 64 MB it took 0.3 s. */
const BYTES_AT_ONCE = 8 * 1024 * 1024

/** Takes the write-ahead log into the file and empties it; a long one in another process. Whether it is empty now. */
export function createLogKeeper(sql: Sqlite.Database, spawn?: SpawnWorker): () => Promise<boolean> {
  return async () => {
    if (sql.memory || sql.inTransaction) return true
    const { size } = await stat(`${sql.name}-wal`).catch(() => ({ size: 0 }))
    // Whatever comes of it: what it has left is done here.
    if (spawn && size > BYTES_AT_ONCE) await inDatabaseProcess(spawn, { path: sql.name, work: 'empty-log' })
    const [row] = sql.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[]
    return row?.busy === 0
  }
}
