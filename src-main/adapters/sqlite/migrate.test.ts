import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { Bench, must, newCall, reply, writes } from '../../engine/testing/store-suite/builders.ts'
import { backupPath, versionOf } from './migrate.ts'
import { type Migration, MIGRATIONS } from './migrations.ts'
import { openSqliteStore } from './store.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()
const newest = MIGRATIONS.length

const next: Migration = {
  number: newest + 1,
  name: 'add-note',
  sql: `ALTER TABLE document ADD COLUMN note TEXT; UPDATE document SET note = 'noted';`,
}

function look<T>(path: string, see: (sql: Sqlite.Database) => T): T {
  const sql = new Sqlite(path, { readonly: true })
  try {
    return see(sql)
  } finally {
    sql.close()
  }
}

const hash = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

/** The names of the files beside a database, its own included. */
function beside(path: string): string[] {
  return readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)))
}

async function withDocuments(path: string) {
  const bench = new Bench(await openSqliteStore(path))
  await bench.whole('a')
  await bench.prepare('b')
  await bench.store.close()
}

describe('migrations', () => {
  it('are numbered without a hole, each named by a verb', () => {
    expect(MIGRATIONS.map((one) => one.number)).toEqual(MIGRATIONS.map((_, index) => index + 1))
    for (const { name } of MIGRATIONS) expect(name).toMatch(/^(create|add|drop|rename|change|move|fill)-/)
  })

  it('make an empty database, each with its row', async () => {
    const path = folder.file()
    await (await openSqliteStore(path, { clock: { now: () => 77, after: () => () => {} } })).close()
    expect(beside(path)).toEqual([basename(path)])
    expect(look(path, versionOf)).toBe(newest)
    const rows = look(path, (sql) => sql.prepare('SELECT number, name, at FROM migration').all())
    expect(rows).toEqual(MIGRATIONS.map(({ number, name }) => ({ number, name, at: 77 })))
  })

  it('do nothing to a database that is up to date', async () => {
    const path = folder.file()
    await withDocuments(path)
    const before = hash(path)
    await (await openSqliteStore(path)).close()
    expect(hash(path)).toBe(before)
    expect(beside(path)).toEqual([basename(path)])
  })

  it.each(MIGRATIONS.slice(0, -1).map((one) => one.number))(
    'bring a database of version %i up to date',
    async (number) => {
      const path = folder.file()
      const sql = new Sqlite(path)
      for (const one of MIGRATIONS.slice(0, number)) sql.exec(one.sql)
      sql.pragma(`user_version = ${number}`)
      sql.exec(
        `INSERT INTO document (id, name, path, bytes, modified_ms, group_id, priority, position, state, added_at)
       VALUES ('old', 'old.pdf', '/old.pdf', 1, 1, 'default', 1, 1, 'queued', 1);
       INSERT INTO processing_job (document_id, phase, status, priority, position, created_at)
       VALUES ('old', 'ingestion', 'pending', 1, 1, 1)`,
      )
      sql.close()
      const store = await openSqliteStore(path)
      const bench = new Bench(store)
      expect(await bench.stateOf('old')).toBe('queued')
      expect(await bench.ingest('x')).toEqual({ outcome: 'new' })
      await bench.read()
      await bench.cut()
      expect(await bench.finish()).toBe('completed')
      await store.close()
      expect(look(path, versionOf)).toBe(newest)
    },
  )

  it('fill in the counts that a database of version 4 had none of, and keep the text of its chunks', async () => {
    const path = folder.file()
    const bench = new Bench(await openSqliteStore(path))
    const { store } = bench
    await bench.whole('a')
    await bench.prepare('b')
    const [row] = await bench.pending('b')
    const ask = async () => {
      const id = await store.markSent(newCall('b', must(row).id), bench.now)
      await store.recordAnswer(id, reply('paid'), 7, bench.now)
      return id
    }
    const callIds = [await ask()]
    const end = { state: 'completed', writes: writes('e'), callIds, reused: false, droppedFacts: 0 } as const
    await store.finishChunk(must(row), end, 'anthropic', bench.now)
    await ask()
    await store.close()
    const counts = () =>
      look(path, (sql) => [
        sql.prepare('SELECT id, pending_input, pending_output, characters, cost FROM document ORDER BY id').all(),
        sql.prepare('SELECT name, mentions FROM entity ORDER BY name').all(),
        sql.prepare('SELECT id, paid_twice FROM llm_call ORDER BY id').all(),
        sql.prepare('SELECT chunk_id, text FROM chunk_text ORDER BY chunk_id').all(),
      ])
    const kept = counts()
    expect(kept).toMatchObject([
      [{ cost: 0 }, { id: 'b', pending_input: 1000, characters: 14, cost: 14 }],
      [{ mentions: 3 }, { mentions: 3 }],
      [{ paid_twice: 0 }, { paid_twice: 1 }],
      [1, 2, 3, 4].map((id) => ({ chunk_id: id, text: `chunk ${(id - 1) % 2}` })),
    ])
    const sql = new Sqlite(path)
    sql.exec(
      `ALTER TABLE chunk ADD COLUMN text TEXT NOT NULL DEFAULT '';
       UPDATE chunk SET text = (SELECT chunk_text.text FROM chunk_text WHERE chunk_id = chunk.id);
       DROP TABLE chunk_text`,
    )
    for (const later of MIGRATIONS.slice(4).toReversed()) {
      const before = MIGRATIONS.filter(({ number }) => number < later.number).map((one) => one.sql)
      for (const [, index] of later.sql.matchAll(/CREATE INDEX (\w+)/g)) sql.exec(`DROP INDEX ${index}`)
      for (const [, table, column] of later.sql.matchAll(/ALTER TABLE (\w+) ADD COLUMN (\w+)/g)) {
        sql.exec(`ALTER TABLE ${table} DROP COLUMN ${column}`)
      }
      for (const [, index] of later.sql.matchAll(/DROP INDEX (\w+)/g)) {
        sql.exec(must(new RegExp(`CREATE INDEX ${index} [^;]+`).exec(before.join('')))[0])
      }
    }
    sql.exec('DELETE FROM migration WHERE number > 4')
    sql.pragma('user_version = 4')
    sql.close()
    await (await openSqliteStore(path)).close()
    expect(counts()).toEqual(kept)
  })

  it('copy a database with rows before they change it', async () => {
    const path = folder.file()
    await withDocuments(path)
    await (await openSqliteStore(path, { migrations: [...MIGRATIONS, next] })).close()
    const names = look(path, (sql) => sql.prepare('SELECT id, note FROM document ORDER BY id').all())
    expect(names).toEqual([
      { id: 'a', note: 'noted' },
      { id: 'b', note: 'noted' },
    ])
    const backup = backupPath(path, next)
    expect(look(backup, versionOf)).toBe(newest)
    expect(look(backup, (sql) => sql.prepare('SELECT count(*) AS documents FROM document').get())).toEqual({
      documents: 2,
    })
    expect(look(backup, (sql) => sql.pragma('integrity_check', { simple: true }))).toBe('ok')
    expect(existsSync(`${backup}.partial`)).toBe(false)
  })

  it('leave the database whole when one fails', async () => {
    const path = folder.file()
    await withDocuments(path)
    const schema = () => look(path, (sql) => sql.prepare('SELECT sql FROM sqlite_schema ORDER BY name').all())
    const before = schema()
    const broken = { ...next, sql: `${next.sql} INSERT INTO nothing VALUES (1);` }
    await expect(openSqliteStore(path, { migrations: [...MIGRATIONS, broken] })).rejects.toMatchObject({
      code: 'store_failed',
    })
    expect(look(path, versionOf)).toBe(newest)
    expect(schema()).toEqual(before)
    await (await openSqliteStore(path)).close()
  })
})

describe('a database that a newer version made', () => {
  it('is refused, and not one byte of it is changed', async () => {
    const path = folder.file()
    await withDocuments(path)
    await (await openSqliteStore(path, { migrations: [...MIGRATIONS, next] })).close()
    const files = () => beside(path).map((name) => [name, hash(`${dirname(path)}/${name}`)])
    const before = files()
    await expect(openSqliteStore(path)).rejects.toMatchObject({ code: 'database_newer' })
    expect(files()).toEqual(before)
  })

  it('is refused too when only its log says so', async () => {
    const path = folder.file()
    await withDocuments(path)
    const sql = new Sqlite(path)
    sql.pragma('wal_autocheckpoint = 0')
    sql.pragma('user_version = 9999')
    expect(existsSync(`${path}-wal`)).toBe(true)
    const before = hash(path)
    await expect(openSqliteStore(path)).rejects.toMatchObject({
      code: 'database_newer',
      message: expect.stringContaining('9999'),
    })
    expect(hash(path)).toBe(before)
    sql.close()
  })
})
