import Sqlite from 'better-sqlite3'
import type { SimulatedStore } from '../../../engine/testing/simulation/index.ts'
import { migrate } from '../migrate.ts'
import { MIGRATIONS } from '../migrations.ts'
import { createStore } from '../store.ts'

const NOW = Date.UTC(2026, 10, 1)

/** A store, in memory unless a path is given, that the simulation empties after each seed. Nothing of it is synced. */
export async function openSimulatedStore(path = ':memory:'): Promise<SimulatedStore> {
  const sql = new Sqlite(path)
  sql.pragma('auto_vacuum = INCREMENTAL')
  sql.pragma('journal_mode = WAL')
  sql.pragma('synchronous = OFF')
  sql.pragma('foreign_keys = ON')
  await migrate(sql, MIGRATIONS, () => NOW)
  // Nothing else has the database open, so nothing waits.
  const store = createStore(sql, { now: () => NOW, after: () => () => {} })
  return {
    store,
    // Inside a transaction the store's own are savepoints: all of a run is undone at once.
    empty() {
      if (sql.inTransaction) sql.exec('ROLLBACK')
      sql.exec('BEGIN')
    },
  }
}
