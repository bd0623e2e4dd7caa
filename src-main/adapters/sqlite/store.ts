import Sqlite from 'better-sqlite3'
import type { Logger, SpawnWorker, Store } from '../../engine/ports.ts'
import { createChunkStore } from './chunks.ts'
import { copyDatabase } from './copy-database.ts'
import { createDatabase, type StoreClock } from './database.ts'
import { createDocumentStore } from './documents.ts'
import { createGraphStore } from './graph.ts'
import { refuseSpoiltLog } from './log-damage.ts'
import { createLedgerStore } from './ledger.ts'
import { migrate, refuseNewer } from './migrate.ts'
import { type Migration, MIGRATIONS } from './migrations.ts'
import { createPageStore } from './pages.ts'
import { isRebuilt, rebuild } from './rebuild.ts'
import { createReportStore } from './reports.ts'
import { endPutBack } from './restore.ts'
import { createRetention } from './retention.ts'
import { createSettingStore } from './settings.ts'
import { asStoreError } from './sqlite-errors.ts'

export interface SqliteStoreOptions {
  /** Of the system unless given. */
  clock?: StoreClock
  logger?: Logger
  /** Without it nothing is done outside of this process, and an old database stays as large as it is. */
  spawn?: SpawnWorker
  /** Told before an older database is written anew, which takes a while where it is large. */
  rebuilding?: (bytes: number) => void
  /** All of Sluice's unless given: tests open older databases. */
  migrations?: readonly Migration[]
}

const SYSTEM_CLOCK: StoreClock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms)
    return () => clearTimeout(timer)
  },
}

/** Negative: KiB. Holds the indexes that a large queue works with. */
const CACHE_KIB = -16_000
const WAL_BYTES_KEPT = 64 * 1024 * 1024

/**
 * Opens (and where it is due migrates) the one database file, or one in memory for ':memory:'.
 * Rejects with database_newer, database_damaged, disk_full or store_failed; a newer database is not changed by one byte.
 */
export async function openSqliteStore(path: string, options: SqliteStoreOptions = {}): Promise<Store> {
  const { clock = SYSTEM_CLOCK, logger, spawn, rebuilding, migrations = MIGRATIONS } = options
  let sql: Sqlite.Database | undefined
  try {
    if (path !== ':memory:') {
      await endPutBack(path)
      refuseNewer(path, migrations.at(-1)?.number ?? 0)
      await refuseSpoiltLog(path)
    }
    sql = open(path)
    await migrate(sql, migrations, () => clock.now(), logger)
    if (spawn && !isRebuilt(sql)) {
      sql.close()
      await rebuild(path, spawn, { logger, rebuilding })
      sql = open(path)
    }
    return createStore(sql, clock, spawn)
  } catch (thrown) {
    sql?.close()
    throw asStoreError(thrown)
  }
}

function open(path: string): Sqlite.Database {
  // A locked database is waited for by the clock, never by SQLite, which would stop the event loop.
  const sql = new Sqlite(path, { timeout: 0 })
  try {
    configure(sql)
    return sql
  } catch (thrown) {
    sql.close()
    throw thrown
  }
}

function configure(sql: Sqlite.Database): void {
  // Free pages can be given back in steps. An older database is rebuilt for it.
  if (sql.pragma('page_count', { simple: true }) === 0) sql.pragma('auto_vacuum = INCREMENTAL')
  sql.pragma('journal_mode = WAL')
  // Acknowledged means on disk: ledger and queue survive a power cut.
  sql.pragma('synchronous = FULL')
  sql.pragma('foreign_keys = ON')
  // What is removed is overwritten, in pages that are used no more as well.
  sql.pragma('secure_delete = ON')
  sql.pragma('temp_store = MEMORY')
  sql.pragma('trusted_schema = OFF')
  sql.pragma(`cache_size = ${CACHE_KIB}`)
  sql.pragma(`journal_size_limit = ${WAL_BYTES_KEPT}`)
}

/** The port over an open, migrated connection. */
export function createStore(sql: Sqlite.Database, clock: StoreClock, spawn?: SpawnWorker): Store {
  const database = createDatabase(sql, clock, spawn)
  return {
    ...createDocumentStore(database),
    ...createPageStore(database),
    ...createChunkStore(database),
    ...createLedgerStore(database),
    ...createGraphStore(database),
    ...createReportStore(database),
    ...createRetention(database),
    ...createSettingStore(database),
    async copyTo(path) {
      await copyDatabase(sql, path, 1).catch((thrown: unknown) => {
        throw asStoreError(thrown)
      })
    },
    async close() {
      sql.close()
    },
  }
}
