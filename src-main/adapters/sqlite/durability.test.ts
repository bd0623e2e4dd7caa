import { readFileSync, writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { Bench, must, newCall, newDocument, newest, reply } from '../../engine/testing/store-suite/builders.ts'
import { createStore, openSqliteStore } from './store.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()

/** Everything that a store shows, to be compared. */
async function contents(path: string) {
  const store = await openSqliteStore(path, { clock: { now: () => 0, after: () => () => {} } })
  const { views } = new Bench(store)
  const all = {
    report: await views.report(null, 'm'),
    jobs: await views.jobs({ limit: 100 }),
    graph: [await store.graphSlice(null, null, 100), await store.graphSlice(null, 'r', 100)],
    activity: await store.activity(newest(100)),
    settings: await store.readSettings(''),
    pending: await store.pendingChunks('b', -1, 10),
  }
  await store.close()
  return all
}

async function someWork(path: string) {
  const bench = new Bench(await openSqliteStore(path))
  await bench.whole('a')
  await bench.prepare('b')
  await bench.claimKg()
  const [row] = await bench.pending('b')
  const callId = await bench.store.markSent(newCall('b', must(row).id), bench.now)
  await bench.store.recordAnswer(callId, reply('paid'), 7, bench.now)
  await bench.store.markSent(newCall('b', must(row).id), bench.now)
  await bench.store.writeSetting('saved.pace', 'tight')
  return bench
}

function integrity(path: string) {
  const sql = new Sqlite(path)
  const found = [sql.pragma('integrity_check', { simple: true }), sql.pragma('foreign_key_check')]
  sql.close()
  return found
}

describe('a store on a file', () => {
  it('holds after a restart what it held before', async () => {
    const path = folder.file()
    const bench = await someWork(path)
    await bench.store.close()
    const first = await contents(path)
    expect(first.report.documents.map((one) => [one.id, one.state])).toEqual([
      ['a', 'completed'],
      ['b', 'processing'],
    ])
    expect(first.settings).toEqual({ 'saved.pace': 'tight' })
    expect(await contents(path)).toEqual(first)
    expect(integrity(path)).toEqual(['ok', []])
  })

  it('holds everything that was acknowledged when its process dies', async () => {
    const path = folder.file()
    const bench = await someWork(path)
    // What a killed process leaves: the files as they are, the log not taken in.
    const dead = folder.file()
    for (const suffix of ['', '-wal']) writeFileSync(`${dead}${suffix}`, readFileSync(`${path}${suffix}`))
    await bench.store.close()
    expect(await contents(dead)).toEqual(await contents(path))
    const store = await openSqliteStore(dead)
    expect(await store.recover(9)).toEqual({ jobs: 1, unknownCalls: 1 })
    expect((await new Bench(store).views.jobs({ status: 'processing', limit: 9 })).jobs).toEqual([])
    await store.close()
    expect(integrity(dead)).toEqual(['ok', []])
  })

  it('is written with a log and synced in full', async () => {
    const path = folder.file()
    const store = await openSqliteStore(path)
    const sql = new Sqlite(path, { readonly: true })
    expect(sql.pragma('journal_mode', { simple: true })).toBe('wal')
    sql.close()
    await store.close()
  })

  it('keeps the search index in step', async () => {
    const path = folder.file()
    const bench = await someWork(path)
    await bench.store.deleteDocument('a', bench.now)
    await bench.store.sweepDeleted(1000)
    await bench.store.close()
    const sql = new Sqlite(path)
    for (const table of ['entity_text', 'fact_text']) {
      expect(sql.prepare(`SELECT count(*) AS rows FROM ${table}`).get()).toEqual({ rows: 0 })
      sql.exec(`INSERT INTO ${table} (${table}) VALUES ('integrity-check')`)
    }
    // Tombstones hold no text.
    const left = sql.prepare(`SELECT name || type || summary AS text FROM entity WHERE deleted = 1`).all()
    expect(left).toEqual([{ text: '' }, { text: '' }])
    sql.close()
  })

  it('says disk_full where there is no room, and goes on when there is', async () => {
    const path = folder.file()
    const { sql, store } = await openRaw(path)
    const pages = Number(sql.pragma('page_count', { simple: true }))
    sql.pragma(`max_page_count = ${pages}`)
    const many = Array.from({ length: 500 }, (_, index) => newDocument(`d${index}`))
    await expect(store.enqueue(many, 5)).rejects.toMatchObject({ code: 'disk_full' })
    expect(await store.queueTotals()).toMatchObject({ documentsLeft: 0 })
    sql.pragma('max_page_count = 1000000')
    expect(await store.enqueue(many, 5)).toHaveLength(500)
    await store.close()
  })

  it('waits by the clock while another connection writes', async () => {
    const path = folder.file()
    const other = { sql: undefined as Sqlite.Database | undefined, waits: 0 }
    const store = await openSqliteStore(path, {
      clock: {
        now: () => 0,
        after(_, run) {
          if (++other.waits === 3) other.sql?.exec('COMMIT')
          queueMicrotask(run)
          return () => {}
        },
      },
    })
    other.sql = new Sqlite(path)
    other.sql.exec('BEGIN IMMEDIATE')
    await store.writeSetting('a', 1)
    expect(other.waits).toBe(3)
    other.sql.exec('BEGIN IMMEDIATE')
    await expect(store.writeSetting('a', 2)).rejects.toMatchObject({
      code: 'store_failed',
      cause: { code: 'SQLITE_BUSY' },
    })
    // At 50 ms each: longer than a program that copies or scans the file holds it.
    expect(other.waits * 50).toBeGreaterThan(8_000)
    expect(await store.readSettings('')).toEqual({ a: 1 })
    other.sql.close()
    await store.close()
  })

  it('refuses a file that is no database, and leaves it alone', async () => {
    const path = folder.file()
    writeFileSync(path, 'x'.repeat(5000))
    await expect(openSqliteStore(path)).rejects.toMatchObject({ code: 'database_damaged' })
    expect(readFileSync(path, 'utf8')).toBe('x'.repeat(5000))
  })
})

async function openRaw(path: string) {
  await (await openSqliteStore(path)).close()
  const sql = new Sqlite(path, { timeout: 0 })
  return { sql, store: createStore(sql, { now: () => 0, after: () => () => {} }) }
}
