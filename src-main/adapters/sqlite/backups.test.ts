import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Backup, Store } from '../../engine/ports.ts'
import { Bench } from '../../engine/testing/store-suite/builders.ts'
import { createBackups, listBackups, newestBackup } from './backups.ts'
import { checkDatabase } from './check-database.ts'
import { putBack } from './restore.ts'
import { openSqliteStore } from './store.ts'
import { spawnDatabase } from './testing/spawn-database.ts'

const DAY_MS = 86_400_000
const NOON = Date.UTC(2026, 0, 2, 12)
const PAGE_BYTES = 4096
const LONG = process.env['TEST_LONG'] === '1'
const BACKUP_PROCESS = fileURLToPath(new URL('testing/backup-process.ts', import.meta.url))

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-backups-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const database = () => join(folder, 'sluice.db')
const places = () => ({ database: database(), backups: join(folder, 'backups') })
const backups = (store: Pick<Store, 'copyTo'>) => createBackups({ places: places(), store, spawn: spawnDatabase })

/** A store with a whole document in the graph; `close` is the caller's. */
async function filled() {
  const store = await openSqliteStore(database())
  await new Bench(store).whole('a')
  return store
}

/** Spoils pages in the middle, which quick_check sees and opening does not. */
function spoil(path: string): void {
  const bytes = readFileSync(path)
  bytes.fill(0xa5, 3 * PAGE_BYTES, Math.min(bytes.length, 40 * PAGE_BYTES))
  writeFileSync(path, bytes)
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (thrown: { code?: string }) => thrown.code,
  )

describe('backups', () => {
  it('are whole copies in one file each, made while the database is in use, newest first', async () => {
    const store = await filled()
    const { list, make } = backups(store)
    expect(await list()).toEqual([])
    const first = await make(NOON, 3)
    const second = await make(NOON + DAY_MS, 3)
    expect(await list()).toEqual([second, first])
    expect(second).toEqual({ at: NOON + DAY_MS, path: second.path, bytes: statSync(second.path).size, kind: 'backup' })
    expect(readdirSync(join(folder, 'backups')).toSorted()).toEqual([
      'sluice-2026-01-02T12-00-00Z.db',
      'sluice-2026-01-03T12-00-00Z.db',
    ])
    const copy = await openSqliteStore(first.path)
    expect(await copy.graphCounts(null)).toEqual(await store.graphCounts(null))
    await copy.close()
    await store.close()
  })

  it('are listed with the copies that updates and restores have left, each with its kind', async () => {
    const store = await filled()
    const { list, make } = backups(store)
    const { path } = await make(NOON, 3)
    await store.close()
    const aside = await putBack(database(), path, '.aside-2026-01-03T12-00-00Z')
    const before = `${database()}.before-0003`
    for (const name of [before, `${before}.partial`, `${aside}-wal`, `${database()}-wal`]) writeFileSync(name, 'x')
    utimesSync(before, 1, 1)
    expect((await list()).map(({ at, path, kind }) => ({ at, path, kind }))).toEqual([
      { at: NOON + DAY_MS, path: aside, kind: 'set-aside' },
      { at: NOON + DAY_MS, path: `${aside}-wal`, kind: 'set-aside' },
      { at: NOON, path, kind: 'backup' },
      { at: 1000, path: before, kind: 'before-update' },
    ])
    await make(NOON + DAY_MS, 1).catch(() => {})
    expect(existsSync(before)).toBe(true)
  })

  it('are put back twice within a second: what was set aside first stays, and is listed', async () => {
    const store = await filled()
    const { list, make } = backups(store)
    const { path } = await make(NOON, 3)
    await store.close()
    const suffix = '.aside-2026-01-03T12-00-00Z'
    const before = readFileSync(database())
    const first = await putBack(database(), path, suffix)
    const second = await putBack(database(), path, suffix)
    expect([first, second]).toEqual([`${database()}${suffix}`, `${database()}${suffix}.2`])
    expect(readFileSync(first ?? '').equals(before)).toBe(true)
    expect(new Set((await list()).map((one) => one.path))).toEqual(new Set([path, first, second]))
  })

  it(
    'are good, each one, when the program was killed while it made them',
    { timeout: LONG ? 600_000 : undefined },
    async () => {
      const store = await filled()
      const graph = await store.graphCounts(null)
      await store.close()
      for (const delayMs of LONG ? Array.from({ length: 50 }, (_, n) => 5 * n) : [0, 50]) {
        const child = spawn(process.execPath, [BACKUP_PROCESS, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
        await once(child.stdout, 'data')
        await sleep(delayMs)
        child.kill('SIGKILL')
        await once(child, 'close')
      }
      const found = await listBackups(places())
      expect(found.length).toBeGreaterThan(0)
      for (const { path } of found) {
        await putBack(database(), path, '.aside-2026-01-03T12-00-00Z')
        const restored = await openSqliteStore(database())
        expect(await restored.graphCounts(null)).toEqual(graph)
        await restored.close()
      }
    },
  )

  it('leave nothing of one that a kill broke off', async () => {
    const store = await filled()
    const { make } = backups(store)
    await make(NOON, 3)
    const half = join(folder, 'backups', 'sluice-2026-01-01T12-00-00Z.db.partial')
    for (const name of [half, `${half}-journal`]) writeFileSync(name, 'x')
    await Promise.all([make(NOON + DAY_MS, 3), make(NOON + 2 * DAY_MS, 3)])
    expect(readdirSync(join(folder, 'backups')).toSorted()).toEqual([
      'sluice-2026-01-02T12-00-00Z.db',
      'sluice-2026-01-03T12-00-00Z.db',
      'sluice-2026-01-04T12-00-00Z.db',
    ])
    await store.close()
  })

  it('give way to newer ones, and only to sound ones', async () => {
    const store = await filled()
    const { list, make } = backups(store)
    for (let day = 0; day < 4; day += 1) await make(NOON + day * DAY_MS, 3)
    const kept = await list()
    expect(kept.map(({ at }) => (at - NOON) / DAY_MS)).toEqual([3, 2, 1])
    await store.close()
    const spoilt = backups({
      copyTo: async (path) => {
        writeFileSync(path, readFileSync(kept[0]?.path ?? ''))
        spoil(path)
      },
    })
    expect(await codeOf(spoilt.make(NOON + 9 * DAY_MS, 3))).toBe('database_damaged')
    expect(await list()).toEqual(kept)
    expect(readdirSync(join(folder, 'backups'))).toHaveLength(3)
  })
})

describe('backups of a time to come, as a clock that is ahead makes them', () => {
  const ahead = NOON + 365 * DAY_MS

  it('count as older than all others, and never keep the one that was just made from staying', async () => {
    const store = await filled()
    const { list, make } = backups(store)
    mkdirSync(join(folder, 'backups'))
    const names = ['2026-01-01', '2027-01-02', '2027-01-03', '2027-01-04'].map((day) => `sluice-${day}T12-00-00Z.db`)
    for (const name of names) writeFileSync(join(folder, 'backups', name), 'x')
    const made = await make(NOON, 3)
    expect((await list()).map(({ at }) => at)).toEqual([ahead + 2 * DAY_MS, NOON, NOON - DAY_MS])
    expect(await list()).toContainEqual(made)
    await store.close()
  })

  it('are put back by themselves only where there is no other', () => {
    const copy = (at: number, kind: Backup['kind'] = 'backup') => ({ at, path: `${at}`, bytes: 1, kind })
    const copies = [copy(ahead), copy(NOON + 60_000), copy(NOON, 'set-aside'), copy(NOON - DAY_MS)]
    expect(newestBackup(copies, NOON)?.at).toBe(NOON + 60_000)
    expect(newestBackup(copies, NOON - 1)?.at).toBe(NOON - DAY_MS)
    expect(newestBackup(copies, 0)?.at).toBe(ahead)
    expect(newestBackup([copy(NOON, 'set-aside')], NOON)).toBeUndefined()
  })
})

describe('a damaged database', () => {
  it.each([
    ['its header spoilt', () => writeFileSync(database(), Buffer.alloc(100, 'x'), { flag: 'r+' })],
    ['its middle spoilt', () => spoil(database())],
    ['its end cut off', () => truncateSync(database(), 20 * PAGE_BYTES)],
  ])('%s: is told as such, and a backup put back works; the damaged one is kept aside', async (_, damage) => {
    const store = await filled()
    const { path } = await backups(store).make(NOON, 3)
    const graph = await store.graphCounts(null)
    await store.close()
    damage()
    const damaged = readFileSync(database())
    const use = async () => {
      const opened = await openSqliteStore(database())
      try {
        for (;;) {
          const { done } = await opened.sweepDeleted(100)
          await opened.graphCounts(null)
          await opened.queueTotals()
          if (done) return
        }
      } finally {
        await opened.close()
      }
    }
    expect(await codeOf(use())).toBe('database_damaged')
    const aside = await putBack(database(), path, '.aside-x')
    expect(aside).toBe(`${database()}.aside-x`)
    expect(readFileSync(aside ?? '').equals(damaged)).toBe(true)
    const restored = await openSqliteStore(database())
    expect(await restored.graphCounts(null)).toEqual(graph)
    await restored.close()
    expect(checkDatabase(database()).integrity).toBe('ok')
    expect(existsSync(path)).toBe(true)
  })

  it('is put back to the end when a kill cut that off, and no empty one takes its place', async () => {
    const store = await filled()
    const graph = await store.graphCounts(null)
    const { path } = await backups(store).make(NOON, 3)
    await store.close()
    const aside = `${database()}.aside-x`
    const opened = async () => {
      const restored = await openSqliteStore(database())
      expect(await restored.graphCounts(null)).toEqual(graph)
      await restored.close()
      expect(readdirSync(folder).toSorted()).toEqual([
        'backups',
        'sluice.db',
        'sluice.db.aside-x',
        'sluice.db.aside-x-wal',
      ])
    }
    copyFileSync(path, `${aside}.new`)
    renameSync(database(), aside)
    writeFileSync(`${database()}-wal`, 'the log of the old one')
    await opened()
    expect(readFileSync(`${aside}-wal`, 'utf8')).toBe('the log of the old one')
    // Cut off before: nothing was moved, and nothing of the copy is left.
    const unfinished = ['.new', '.partial', '.partial-wal', '.partial-shm', '.partial-journal']
    for (const end of unfinished) copyFileSync(path, `${aside}${end}`)
    await opened()
  })

  it('is replaced by a copy with all that only its log holds, and not where that is spoilt', async () => {
    const store = await filled()
    const graph = await store.graphCounts(null)
    const copy = join(folder, 'copy.db')
    for (const end of ['', '-wal']) copyFileSync(`${database()}${end}`, `${copy}${end}`)
    await store.close()
    await (await openSqliteStore(join(folder, 'empty.db'))).close()
    renameSync(join(folder, 'empty.db'), database())
    await putBack(database(), copy, '.aside-x')
    const restored = await openSqliteStore(database())
    expect(await restored.graphCounts(null)).toEqual(graph)
    await restored.close()
    expect(
      readdirSync(folder)
        .filter((name) => name.startsWith('sluice.db'))
        .toSorted(),
    ).toEqual(['sluice.db', 'sluice.db.aside-x'])
    const before = readFileSync(database())
    const log = readFileSync(`${copy}-wal`)
    log.fill(0xa5, 100, 200)
    writeFileSync(`${copy}-wal`, log)
    await expect(putBack(database(), copy, '.aside-y')).rejects.toMatchObject({
      code: 'database_damaged',
      message: expect.stringContaining('copy.db-wal is spoilt') as string,
    })
    expect(readFileSync(database()).equals(before)).toBe(true)
  })

  it('is not replaced by a backup that is damaged itself', async () => {
    const store = await filled()
    const { path } = await backups(store).make(NOON, 3)
    await store.close()
    spoil(path)
    const before = readFileSync(database())
    expect(await codeOf(putBack(database(), path, '.aside-x'))).toBe('database_damaged')
    expect(await codeOf(putBack(database(), join(folder, 'none.db'), '.aside-x'))).toBe('database_damaged')
    expect(readFileSync(database()).equals(before)).toBe(true)
  })
})

describe('checkDatabase', () => {
  it('says when there is none, and makes none', () => {
    expect(checkDatabase(database())).toEqual({ sqlite: expect.stringMatching(/^3\.\d+/), integrity: null })
    expect(readdirSync(folder)).toEqual([])
  })
})
