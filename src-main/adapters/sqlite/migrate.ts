import { existsSync, openSync, readSync, closeSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import Sqlite from 'better-sqlite3'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { EpochMs, Logger } from '../../engine/ports.ts'
import { copyDatabase } from './copy-database.ts'
import type { Migration } from './migrations.ts'

/** Source: sqlite.org/fileformat2.html, "The Database Header". */
const MAGIC = 'SQLite format 3\0'
const USER_VERSION_OFFSET = 60
const HEADER_BYTES = 100

/**
 * Refuses a database that a newer version of Sluice made, without opening it for writing. The file's header is read first,
 * since SQLite would make files beside it; a write-ahead log may hold a later number, so with one SQLite is asked.
 */
export function refuseNewer(path: string, newest: number): void {
  if (!existsSync(path)) return
  check(path, headerVersion(path), newest)
  if (!existsSync(`${path}-wal`)) return
  const sql = new Sqlite(path, { readonly: true, timeout: 0 })
  try {
    check(path, versionOf(sql), newest)
  } finally {
    sql.close()
  }
}

/** Brings the database to the last migration. A change and its row commit together; a copy is made before. */
export async function migrate(
  sql: Sqlite.Database,
  migrations: readonly Migration[],
  now: () => EpochMs,
  logger?: Logger,
): Promise<void> {
  const from = versionOf(sql)
  const due = migrations.filter((migration) => migration.number > from)
  const first = due[0]
  if (!first) return
  if (from > 0 && !sql.memory) await backUp(sql, first)
  for (const migration of due) {
    sql
      .transaction(() => {
        sql.exec(migration.sql)
        sql
          .prepare('INSERT INTO migration (number, name, at) VALUES (?, ?, ?)')
          .run(migration.number, migration.name, now())
        sql.pragma(`user_version = ${migration.number}`)
      })
      .immediate()
    logger?.info('database migrated', { number: migration.number, name: migration.name })
  }
}

/** Where the copy lies that is made before a migration. */
export function backupPath(path: string, migration: Migration): string {
  return `${path}.before-${String(migration.number).padStart(4, '0')}`
}

async function backUp(sql: Sqlite.Database, first: Migration): Promise<void> {
  const target = backupPath(sql.name, first)
  const partial = `${target}.partial`
  // The copy, and as much again for the pages that the migration writes.
  await copyDatabase(sql, partial, 2)
  await rename(partial, target)
}

function check(path: string, version: number, newest: number): void {
  if (version <= newest) return
  throw new SluiceError(
    'database_newer',
    `Expected a database of version ${newest} or older; ${path} is of version ${version}.`,
  )
}

export function versionOf(sql: Sqlite.Database): number {
  return Number(sql.pragma('user_version', { simple: true }))
}

/** 0 for an empty file and for one that is no database: SQLite itself refuses that. */
function headerVersion(path: string): number {
  const header = Buffer.alloc(HEADER_BYTES)
  const file = openSync(path, 'r')
  try {
    readSync(file, header, 0, HEADER_BYTES, 0)
  } finally {
    closeSync(file)
  }
  return header.toString('latin1', 0, MAGIC.length) === MAGIC ? header.readUInt32BE(USER_VERSION_OFFSET) : 0
}
