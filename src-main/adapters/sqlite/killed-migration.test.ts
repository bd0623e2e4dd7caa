import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { backupPath, migrate, versionOf } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'
import { openSqliteStore } from './store.ts'
import { fillDatabase, rowsOf, schemaOf, writeOlder } from './testing/older-database.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const LONG = process.env['TEST_LONG'] === '1'
/** Of some hundred writes; the long run takes every one. */
const SOME = 5
/** What brings rows to other tables and drops a column comes after it. */
const OLD = 5
const ENTRY = fileURLToPath(new URL('testing/open-process.ts', import.meta.url))
const NO_STRACE = spawnSync('strace', ['-o', '/dev/null', 'true']).status !== 0

const folder = temporaryFolder()

function look<T>(path: string, see: (sql: Sqlite.Database) => T): T {
  const sql = new Sqlite(path)
  try {
    return see(sql)
  } finally {
    sql.close()
  }
}

/** Opens a copy of the old database, in a process of its own whose writes are traced. */
function open(old: string, ...options: string[]): { path: string; backup: string; writes: number; killed: boolean } {
  const path = folder.file()
  copyFileSync(old, path)
  const backup = backupPath(path, MIGRATIONS[OLD] ?? { number: 0, name: '', sql: '' })
  const watched = [path, `${path}-wal`, `${backup}.partial`].flatMap((file) => ['-P', file])
  const log = `${path}.trace`
  const args = [
    '-f',
    ...watched,
    '-e',
    'trace=pwrite64',
    '-s',
    '0',
    '-o',
    log,
    ...options,
    process.execPath,
    ENTRY,
    path,
  ]
  const env = { ...process.env, NODE_COMPILE_CACHE: `${old}.compiled` }
  const { signal, status, stderr } = spawnSync('strace', args, { encoding: 'utf8', env })
  if (signal === null && status !== 0) throw new Error(`expected a database that opens, came: ${stderr}`)
  const writes = readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line.includes('pwrite64(')).length
  return { path, backup, writes, killed: signal === 'SIGKILL' }
}

it.skipIf(NO_STRACE)(
  `killed at ${LONG ? 'every' : 'some'} write of a migration, a database has the schema of one version as a whole, and every row (needs strace)`,
  { timeout: LONG ? 3_600_000 : 120_000 },
  async () => {
    const [today, old] = [folder.file(), folder.file()]
    await fillDatabase(today)
    await writeOlder(today, old, OLD)
    const rowsBefore = look(old, rowsOf)
    const whole = open(old)
    const migrated = look(whole.path, rowsOf)
    const schemas = new Map<number, unknown>()
    for (let number = OLD; number <= MIGRATIONS.length; number += 1) {
      const sql = new Sqlite(':memory:')
      await migrate(sql, MIGRATIONS.slice(0, number), () => 1)
      schemas.set(number, schemaOf(sql))
      sql.close()
    }
    const points = Array.from({ length: LONG ? whole.writes : SOME }, (_, n) =>
      LONG ? n + 1 : 1 + Math.round((n * (whole.writes - 1)) / (SOME - 1)),
    )
    const versions = new Set<number>()
    for (const write of points) {
      const { path, backup, killed } = open(old, '-e', `inject=pwrite64:signal=KILL:when=${write}`)
      const at = `killed at write ${write} of ${whole.writes}`
      expect(killed, at).toBe(true)
      const version = look(path, versionOf)
      versions.add(version)
      expect(look(path, schemaOf), at).toEqual(schemas.get(version))
      expect(
        look(path, (sql) => sql.pragma('integrity_check', { simple: true })),
        at,
      ).toBe('ok')
      if (version > OLD || existsSync(backup)) expect(look(backup, rowsOf), at).toEqual(rowsBefore)
      await (await openSqliteStore(path)).close()
      expect(look(path, rowsOf), at).toEqual(migrated)
      expect(look(backup, rowsOf), at).toEqual(rowsBefore)
      expect(existsSync(`${backup}.partial`), at).toBe(false)
    }
    expect(versions.size).toBeGreaterThan(2)
  },
)
