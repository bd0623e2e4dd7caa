import { copyFileSync, existsSync, rmSync, statSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import type { SpawnWorker } from '../../engine/ports.ts'
import { Bench } from '../../engine/testing/store-suite/builders.ts'
import { createDatabase } from './database.ts'
import type { DatabaseRequest } from './database-child.ts'
import { MIGRATIONS } from './migrations.ts'
import { openSqliteStore } from './store.ts'
import { writeOlder } from './testing/older-database.ts'
import { placesOf, tell } from './testing/said-words.ts'
import { spawnDatabase } from './testing/spawn-database.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()
const SLICE = 20

function look(path: string) {
  const sql = new Sqlite(path, { readonly: true })
  const value = (pragma: string) => sql.pragma(pragma, { simple: true })
  const seen = {
    mode: value('auto_vacuum'),
    free: value('freelist_count'),
    bytes: Number(value('page_count')) * 4096,
    sound: value('integrity_check'),
  }
  sql.close()
  return seen
}

/** A database of which a tenth stays, the rest being deleted and not swept yet. */
async function mostlyDeleted(path: string) {
  const store = await openSqliteStore(path)
  const b = new Bench(store)
  await tell(b, 'stays', 'Halcyon', 3)
  await tell(b, 'goes', 'Zyzzyva', 16)
  await store.deleteDocument('goes', b.now)
  return store
}

describe('the file of a database', () => {
  it('is smaller by what was deleted from it', async () => {
    const path = folder.file()
    const store = await mostlyDeleted(path)
    const before = look(path).bytes
    while (!(await store.sweepDeleted(SLICE)).done);
    expect(look(path)).toMatchObject({ free: 0, sound: 'ok' })
    expect(statSync(path).size).toBeLessThan(before / 2)
    await store.close()
  })

  it('is whole whenever a kill comes while it is made smaller, and smaller after the next start', async () => {
    const path = folder.file()
    const store = await mostlyDeleted(path)
    const before = look(path).bytes
    const killed: string[] = []
    while (!(await store.sweepDeleted(SLICE)).done) {
      if (look(path).free === 0) continue
      const copy = folder.file()
      for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${copy}${end}`)
      killed.push(copy)
    }
    await store.close()
    expect(killed.length).toBeGreaterThan(3)
    for (const copy of killed.filter((_, nth) => nth % 4 === 0)) {
      expect(look(copy).sound).toBe('ok')
      const next = await openSqliteStore(copy)
      while (!(await next.sweepDeleted(SLICE)).done);
      expect((await new Bench(next).views.searchGraph('Halcyon', null, 100)).entities).toHaveLength(6)
      await next.close()
      expect(look(copy)).toMatchObject({ free: 0, sound: 'ok' })
      expect(statSync(copy).size).toBeLessThan(before / 2)
    }
  })

  it('can be copied meanwhile', async () => {
    const path = folder.file()
    const copy = folder.file()
    const store = await mostlyDeleted(path)
    const copied = store.copyTo(copy)
    while (!(await store.sweepDeleted(SLICE)).done) await new Promise((resolve) => setImmediate(resolve))
    await copied
    await store.close()
    expect(look(copy).sound).toBe('ok')
    const opened = await openSqliteStore(copy)
    expect(await new Bench(opened).stateOf('stays')).toBe('completed')
    await opened.close()
  })
})

/** As an older version left it: free pages with what was in them, no way to give them back, answers of one that is gone. */
async function oldDatabase(path: string) {
  const made = folder.file()
  const store = await openSqliteStore(made)
  const b = new Bench(store)
  await tell(b, 'stays', 'Halcyon', 3)
  await tell(b, 'goes', 'Zyzzyva', 3)
  await store.deleteDocument('goes', b.now)
  while (!(await store.sweepDeleted(SLICE)).done);
  await store.close()
  await writeOlder(made, path, 11)
  const old = new Sqlite(path)
  old.exec(`UPDATE llm_call SET answer = 'Zyzzyva', text_sha = NULL WHERE document_id = 'goes';
    CREATE TABLE gone (text TEXT); INSERT INTO gone VALUES ('${'Zyzzyva '.repeat(5000)}'); DROP TABLE gone`)
  old.close()
}

describe('a database of an older version', () => {
  it('is rebuilt once, and holds nothing more of what was deleted then', async () => {
    const path = folder.file()
    await oldDatabase(path)
    expect(look(path)).toMatchObject({ mode: 0, sound: 'ok' })
    expect(placesOf(path, 'Zyzzyva')).toEqual([path])
    const { size } = statSync(path)
    const works: string[] = []
    const told: number[] = []
    const spawn: SpawnWorker = (...how) => {
      const worker = spawnDatabase(...how)
      const send = (message: unknown) => {
        expect(told).toHaveLength(1)
        works.push((message as DatabaseRequest).work)
        worker.send(message)
      }
      return { ...worker, send }
    }
    for (const _ of ['first', 'second']) {
      const store = await openSqliteStore(path, { spawn, rebuilding: (bytes) => told.push(bytes) })
      while (!(await store.sweepDeleted(SLICE)).done);
      const b = new Bench(store)
      expect((await b.views.searchGraph('Halcyon', null, 100)).entities).toHaveLength(6)
      expect((await b.views.report(null, 'm')).totals.calls.answered).toBe(6)
      await store.close()
      expect(placesOf(path, 'Zyzzyva')).toEqual([])
      expect(look(path)).toMatchObject({ mode: 2, free: 0, sound: 'ok' })
    }
    expect(works).toEqual(['rebuild'])
    expect(told).toEqual([expect.any(Number)])
    expect(told[0]).toBeGreaterThanOrEqual(size)
  })

  it('is whole when the rebuilding process is killed, opens as it is, and is rebuilt at the next start', async () => {
    const path = folder.file()
    await oldDatabase(path)
    const warned: string[] = []
    const logger = { debug() {}, info() {}, error() {}, warn: (message: string) => void warned.push(message) }
    const spawn: SpawnWorker = (...how) => {
      const worker = spawnDatabase(...how)
      const send = (message: unknown) => {
        worker.send(message)
        // It has begun; if this comes too late, the reply is kept back.
        const wait = () => (existsSync(`${path}-wal`) ? worker.kill() : setImmediate(wait))
        wait()
        worker.onMessage(() => worker.kill())
      }
      return { ...worker, send, onMessage() {} }
    }
    const store = await openSqliteStore(path, { spawn, logger })
    expect(warned).toEqual(['could not compact the database'])
    expect(await new Bench(store).stateOf('stays')).toBe('completed')
    await store.close()
    expect(look(path).sound).toBe('ok')
    await (await openSqliteStore(path, { spawn: spawnDatabase })).close()
    expect(look(path)).toMatchObject({ mode: 2, sound: 'ok' })
  })

  it('keeps the answers whose text another document has', async () => {
    const path = folder.file()
    const sql = new Sqlite(path)
    for (const one of MIGRATIONS.slice(0, 11)) sql.exec(one.sql)
    sql.exec(`
      INSERT INTO document (id, name, path, bytes, modified_ms, group_id, priority, position, state, added_at)
      VALUES ('a', 'a.pdf', '/a.pdf', 1, 1, 'default', 1, 1, 'completed', 1);
      INSERT INTO chunk (document_id, ordinal, sha256, occurrence, state, estimated_input, estimated_output, spans, headings)
      VALUES ('a', 0, 'both', 0, 'completed', 1, 1, '[]', '[]')`)
    const call = sql.prepare(
      `INSERT INTO llm_call (document_id, chunk_id, model, family, answer_key, request_sha, pass, state, verdict,
         estimated_input, estimated_output, max_output, worst_cost, sent_at, answer, text_sha)
       VALUES (?, 1, 'm', 'f', ?, 'r', 0, 'answered', 'valid', 1, 1, 1, 1, 1, 'said', ?)`,
    )
    for (const [document, sha] of [
      ['a', null],
      ['gone', 'both'],
      ['gone', 'other'],
      ['gone', null],
    ] as const)
      call.run(document, `${document} ${sha}`, sha)
    sql.pragma('user_version = 11')
    sql.close()
    const store = await openSqliteStore(path)
    const kept = ['a null', 'gone both', 'gone other', 'gone null'].map((key) => store.findAnswer(key))
    expect((await Promise.all(kept)).map((answer) => answer !== null)).toEqual([true, true, false, false])
    await store.close()
  })
})

describe('the write-ahead log', () => {
  it.each([
    ['a short one is emptied here', 1, []],
    ['a long one in another process', 10, ['empty-log']],
  ])('%s', async (_, megabytes, expected) => {
    const path = folder.file()
    const sql = new Sqlite(path, { timeout: 0 })
    sql.pragma('journal_mode = WAL')
    sql.pragma('wal_autocheckpoint = 0')
    sql.exec('CREATE TABLE some (bytes BLOB)')
    sql.prepare('INSERT INTO some VALUES (zeroblob(?))').run(megabytes * 2 ** 20)
    const works: string[] = []
    const spawn: SpawnWorker = (...how) => {
      const worker = spawnDatabase(...how)
      return { ...worker, send: (message) => (works.push((message as DatabaseRequest).work), worker.send(message)) }
    }
    const { emptyLog } = createDatabase(sql, { now: () => 0, after: () => () => {} }, spawn)
    expect(await emptyLog()).toBe(true)
    expect(statSync(`${path}-wal`).size).toBe(0)
    expect(works).toEqual(expected)
    sql.close()
    rmSync(path)
  })
})
