import Sqlite from 'better-sqlite3'
import { Bench, must, newCall, reply, writes } from '../../../engine/testing/store-suite/builders.ts'
import { migrate } from '../migrate.ts'
import { MIGRATIONS } from '../migrations.ts'
import { openSqliteStore } from '../store.ts'

/** Where a column that is gone has its values now. */
const MOVED: Record<string, string> = {
  'chunk.text': '(SELECT text FROM chunk_text WHERE chunk_id = chunk.id)',
}

/** A database of today with rows of every kind: one document done, one with a call answered twice and one in flight. */
export async function fillDatabase(path: string): Promise<void> {
  const bench = new Bench(await openSqliteStore(path))
  const { store } = bench
  await bench.whole('a')
  await bench.prepare('b')
  const [row] = await bench.pending('b')
  const ask = () => store.markSent(newCall('b', must(row).id), bench.now)
  const answered = async () => {
    const id = await ask()
    await store.recordAnswer(id, reply('paid'), 7, bench.now)
    return id
  }
  const callIds = [await answered()]
  const end = { state: 'completed', writes: writes('e'), callIds, reused: false, droppedFacts: 0 } as const
  await store.finishChunk(must(row), end, 'anthropic', bench.now)
  await answered()
  await ask()
  await store.writeSetting('saved.pace', 'tight')
  await store.close()
}

/** Writes the rows of a database of today into one of an older version, as far as that had a place for them. */
export async function writeOlder(from: string, path: string, number: number): Promise<void> {
  const sql = new Sqlite(path)
  sql.pragma('journal_mode = WAL')
  sql.pragma('synchronous = OFF')
  await migrate(sql, MIGRATIONS.slice(0, number), () => 1)
  sql.pragma('foreign_keys = OFF')
  // The tables of a search index are copied like others.
  sql.unsafeMode(true)
  sql.prepare('ATTACH ? AS today').run(from)
  sql.transaction(() => {
    for (const table of tablesOf(sql)) {
      if (table === 'migration') continue
      const today = columnsOf(sql, table, 'today')
      const columns = columnsOf(sql, table, 'main').filter(
        (column) => today.includes(column) || MOVED[`${table}.${column}`] !== undefined,
      )
      const values = columns.map((column) => MOVED[`${table}.${column}`] ?? column)
      sql.exec(`DELETE FROM main.${table}`)
      sql.exec(`INSERT INTO main.${table} (${columns.join()}) SELECT ${values.join()} FROM today.${table}`)
    }
  })()
  sql.close()
}

/** Every row of every table, but those that tell when migrations were made. */
export function rowsOf(sql: Sqlite.Database): Record<string, unknown[]> {
  const rows = tablesOf(sql)
    .filter((table) => table !== 'migration')
    .map((table) => [table, sql.prepare(`SELECT * FROM ${table} ORDER BY 1, 2`).all()] as const)
  return Object.fromEntries(rows)
}

export function schemaOf(sql: Sqlite.Database): unknown[] {
  return sql.prepare('SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name').all()
}

/** Ordinary tables: those of a search index among them, the index itself not. */
function tablesOf(sql: Sqlite.Database): string[] {
  return sql
    .prepare<[], string>(
      `SELECT name FROM main.sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name <> 'sqlite_sequence'
       ORDER BY name`,
    )
    .pluck()
    .all()
}

function columnsOf(sql: Sqlite.Database, table: string, schema: string): string[] {
  return sql.prepare<[string, string], string>('SELECT name FROM pragma_table_info(?, ?)').pluck().all(table, schema)
}
