import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { expect, it, onTestFinished } from 'vitest'
import { checkDatabase } from './check-database.ts'
import { copyDatabase } from './copy-database.ts'

it('a copy is whole, and ends, of a database that was made smaller than what had been copied', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-copy-'))
  const sql = new Sqlite(join(folder, 'a.db'))
  onTestFinished(() => {
    sql.close()
    rmSync(folder, { recursive: true })
  })
  sql.exec(`PRAGMA auto_vacuum = INCREMENTAL; PRAGMA journal_mode = WAL;
    CREATE TABLE stays (text); CREATE TABLE goes (text);
    INSERT INTO stays VALUES ('stays');
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 450)
    INSERT INTO goes SELECT zeroblob(4000) FROM n;
    DELETE FROM goes`)
  const backup = sql.backup.bind(sql)
  const left: number[] = []
  sql.backup = (target, options) =>
    backup(target, {
      ...options,
      progress(progress) {
        left.push(progress.remainingPages)
        if (progress.remainingPages < 100) sql.pragma('incremental_vacuum')
        return options?.progress(progress) ?? 100
      },
    })
  const copy = join(folder, 'copy.db')
  await copyDatabase(sql, copy, 1)
  expect(left.at(-1)).toBeLessThan(0)
  expect(checkDatabase(copy).integrity).toBe('ok')
  const copied = new Sqlite(copy, { readonly: true })
  expect(copied.prepare('SELECT text FROM stays').pluck().all()).toEqual(['stays'])
  copied.close()
})
