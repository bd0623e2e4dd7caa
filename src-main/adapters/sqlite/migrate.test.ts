import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import Sqlite from 'better-sqlite3'
import { beforeAll, describe, expect, it } from 'vitest'
import { Bench, must } from '../../engine/testing/store-suite/builders.ts'
import { backupPath, versionOf } from './migrate.ts'
import { type Migration, MIGRATIONS } from './migrations.ts'
import { openSqliteStore } from './store.ts'
import { fillDatabase, rowsOf, schemaOf, writeOlder } from './testing/older-database.ts'
import { placesOf } from './testing/said-words.ts'
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

const foundFacts = (sql: Sqlite.Database) =>
  sql.prepare("SELECT rowid FROM fact_text WHERE fact_text MATCH 'knows'").all()

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

/** A database as this version makes it. */
const today = folder.file()
beforeAll(() => fillDatabase(today))

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
    'bring a database of version %i up to date with every row, and copy it before',
    async (number) => {
      const path = folder.file()
      await writeOlder(today, path, number)
      const old = look(path, rowsOf)
      expect(old['document']).toHaveLength(2)
      await (await openSqliteStore(path)).close()
      const expected = look(today, rowsOf)
      // The cost of a document has come with the ledger, the hash of an answer is of new ones.
      if (number < 2) for (const row of expected['document'] ?? []) Object.assign(row as object, { cost: 0 })
      if (number < 7) for (const row of expected['llm_call'] ?? []) Object.assign(row as object, { answer_sha: null })
      const migrated = look(path, rowsOf)
      for (const [table, rows] of Object.entries(expected)) {
        if (!(table in old) || table.includes('_text_')) continue
        expect({ [table]: migrated[table] }).toEqual({
          [table]: table === 'setting' ? expect.arrayContaining(rows) : rows,
        })
      }
      // Nothing has written to the graph before it was indexed.
      if (number >= 4) expect(look(path, foundFacts)).toEqual(look(today, foundFacts))
      if (number < 8) expect(migrated['chunk_text']).toEqual(expected['chunk_text'])
      expect(look(path, schemaOf)).toEqual(look(today, schemaOf))
      expect(look(path, (sql) => sql.pragma('integrity_check', { simple: true }))).toBe('ok')

      const backup = backupPath(path, must(MIGRATIONS[number]))
      expect(look(backup, versionOf)).toBe(number)
      expect(look(backup, rowsOf)).toEqual(old)

      const bench = new Bench(await openSqliteStore(path))
      await bench.store.recover(bench.now)
      await bench.prepare('c')
      expect(await bench.finish()).toBe('completed')
      expect(await bench.finish()).toBe('completed')
      await bench.store.close()
    },
  )

  it('forget what was said of documents that an older version deleted', async () => {
    const path = folder.file()
    await writeOlder(today, path, 15)
    const sql = new Sqlite(path)
    sql.exec(`INSERT INTO event (at, kind, document_id, text) VALUES
      (1, 'document.failed', 'gone', 'Zyzzyva.pdf failed'), (2, 'document.deleted', 'gone', 'it was deleted'),
      (3, 'document.failed', 'a', 'stays')`)
    sql.exec(`UPDATE llm_call SET document_id = 'gone', error_message = 'The API quotes Zyzzyva' WHERE id = 1`)
    sql.close()
    const store = await openSqliteStore(path)
    while (!(await store.sweepDeleted(20)).done);
    expect((await store.activity({ before: null, kinds: [], limit: 9 })).map(({ text }) => text)).toEqual([
      'stays',
      'it was deleted',
    ])
    expect(placesOf(path, 'Zyzzyva')).toEqual([])
    await store.close()
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
