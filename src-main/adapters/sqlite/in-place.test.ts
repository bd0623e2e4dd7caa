import { renameSync, rmSync, writeFileSync } from 'node:fs'
import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { createInPlaceCheck } from './in-place.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()

it('tells of a database that was moved away or replaced, and is content once it is back', () => {
  const path = folder.file()
  const sql = new Sqlite(path)
  sql.exec('CREATE TABLE kept (id INTEGER)')
  const check = createInPlaceCheck(sql)
  check()
  const lost = expect.objectContaining({ code: 'store_failed' })
  renameSync(path, `${path}.aside`)
  expect(check).toThrow(lost)
  writeFileSync(path, 'another')
  expect(check).toThrow(lost)
  rmSync(path)
  renameSync(`${path}.aside`, path)
  check()
  sql.close()
})

it('has nothing to look for where the database is in memory', () => {
  const sql = new Sqlite(':memory:')
  expect(createInPlaceCheck(sql)).not.toThrow()
  sql.close()
})
