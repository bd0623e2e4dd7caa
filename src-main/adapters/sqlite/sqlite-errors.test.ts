import Sqlite from 'better-sqlite3'
import { describe, expect, it } from 'vitest'
import { ERRORS } from '../../../src-shared/contract/errors.ts'
import { asStoreError, isBusy, SQLITE_CODES } from './sqlite-errors.ts'

const EXPECTED: Record<string, string> = {
  SQLITE_FULL: 'disk_full',
  SQLITE_IOERR_WRITE: 'disk_full',
  SQLITE_IOERR_SHMSIZE: 'disk_full',
  SQLITE_CORRUPT: 'database_damaged',
  SQLITE_NOTADB: 'database_damaged',
}

const said = (code: string) => asStoreError(new Sqlite.SqliteError('what SQLite says', code))

describe("the table of SQLite's codes", () => {
  it.each(Object.keys(SQLITE_CODES))('%s, alone and extended', (code) => {
    for (const came of [code, `${code}_OF_A_KIND`]) {
      expect(said(came).code).toBe(EXPECTED[code])
      expect(said(came).message).toMatch(new RegExp(`^Expected .*; came ${came}: what SQLite says$`))
    }
  })

  it.each(['SQLITE_IOERR_FSYNC', 'SQLITE_READONLY', 'SQLITE_CANTOPEN', 'SQLITE_BUSY', 'SQLITE_CORRUPTED'])(
    '%s is in no row: the store has failed',
    (code) => {
      expect(said(code).code).toBe('store_failed')
    },
  )

  it('says of a write that is refused, or a page that could not be read, what may be true of either cause', () => {
    expect(said('SQLITE_FULL').remedy).toBe(ERRORS.disk_full.remedy)
    expect(said('SQLITE_IOERR_WRITE').remedy).toMatch(/Free some space .* or see whether it fails/)
    expect(said('SQLITE_CORRUPT').remedy).toMatch(/start it again\. If it says so again, .* restore/)
  })

  it('tells a database that another holds', () => {
    const busy = (code: string) => isBusy(new Sqlite.SqliteError('x', code))
    expect([busy('SQLITE_BUSY'), busy('SQLITE_BUSY_SNAPSHOT'), busy('SQLITE_FULL'), isBusy(new Error('x'))]).toEqual([
      true,
      true,
      false,
      false,
    ])
  })
})
