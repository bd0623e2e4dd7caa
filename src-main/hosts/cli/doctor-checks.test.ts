import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareDataFolder } from '../data-folder.ts'
import { tryOwn } from '../owner-lock.ts'
import { MIGRATIONS } from '../../adapters/sqlite/migrations.ts'
import { openSqliteStore } from '../../adapters/sqlite/store.ts'
import { dataLayout } from '../data-layout.ts'
import { socketPlace } from '../socket-path.ts'
import { check, checkDisk, checkFolder, checkNode, checkOwnerAndDatabase } from './doctor-checks.ts'

let folder = ''
beforeEach(() => {
  folder = prepareDataFolder(mkdtempSync(join(tmpdir(), 'sluice-doctor-test-')))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A database of this version, closed. */
async function databaseIn(data: string): Promise<string> {
  const path = dataLayout(data).database
  await (await openSqliteStore(path)).close()
  return path
}

function writeAt(path: string, position: number, bytes: Buffer): void {
  const file = openSync(path, 'r+')
  writeSync(file, bytes, 0, bytes.length, position)
  closeSync(file)
}

describe('doctor', () => {
  it('makes a missing folder, for this user only', () => {
    const missing = join(folder, 'a', 'b')
    expect(checkFolder(missing).ok).toBe(true)
    if (process.platform !== 'win32') expect(statSync(missing).mode & 0o777).toBe(0o700)
  })

  it('says what is wrong with a folder that is a file', async () => {
    const file = join(folder, 'file')
    writeFileSync(file, '')
    const found = await check('data folder', () => checkFolder(file))
    expect(found).toMatchObject({ ok: false, remedy: expect.stringContaining('--data') })
  })

  it.runIf(process.platform === 'linux')('says what is wrong with a folder that may not be written to', async () => {
    const found = await check('data folder', () => checkFolder('/proc/self'))
    expect(found).toMatchObject({ ok: false, message: expect.stringContaining('can write to at /proc/self, came: E') })
    expect(found.remedy).toContain('--data')
  })

  it('wants Node 24', () => {
    expect(checkNode('24.0.0').ok).toBe(true)
    expect(checkNode('22.11.0')).toEqual({
      ok: false,
      message: 'expected Node 24 or later, came 22.11.0',
      remedy: expect.stringContaining('npm start'),
    })
  })

  it('wants 500 MB on the disk', async () => {
    const free = (megabytes: number) => () => Promise.resolve({ bavail: megabytes * 1000, bsize: 1000 })
    expect(await checkDisk(folder, free(499))).toEqual({
      ok: false,
      message: 'expected at least 500 MB free, came 499 MB',
      remedy: expect.stringContaining('Free some space'),
    })
    expect(await checkDisk(folder, free(1500))).toEqual({ ok: true, message: '1,500 MB free', remedy: '' })
    expect((await checkDisk(folder)).message).toMatch(/^[\d,]+ MB free$|came [\d,]+ MB$/)
  })

  it('there need be no database yet, and looking makes none', async () => {
    const [owner, database] = await checkOwnerAndDatabase(folder)
    expect(owner).toEqual({ name: 'owner', ok: true, message: 'nobody works on the folder', remedy: '' })
    expect(database).toMatchObject({ ok: true, message: expect.stringContaining('no database yet') })
    expect(existsSync(join(folder, 'sluice.db'))).toBe(false)
  })

  it('finds a database that is none: without a copy in the folder one of your own helps', async () => {
    writeFileSync(join(folder, 'sluice.db'), 'x'.repeat(4096))
    const [, database] = await checkOwnerAndDatabase(folder)
    expect(database).toMatchObject({ ok: false, message: expect.stringContaining('expected a sound database, came:') })
    expect(database.remedy).toMatch(/no copy.*restore FILE/)
  })

  it('finds a database that the disk has changed, and names the copy to put back', async () => {
    const path = await databaseIn(folder)
    writeAt(path, 4096, Buffer.alloc(4096, 0xff))
    mkdirSync(join(folder, 'backups'))
    // The later one was made under a clock that was ahead.
    for (const year of [2020, 2926]) writeFileSync(join(folder, 'backups', `sluice-${year}-01-02T12-00-00Z.db`), '')
    const [, database] = await checkOwnerAndDatabase(folder)
    expect(database).toMatchObject({ ok: false, message: expect.stringContaining('expected a sound database, came:') })
    expect(database.remedy).toMatch(/copy of 2020-01-02 12:00 UTC: npm start -- restore/)
  })

  it('says which Sluice a newer database needs, and leaves it as it is', async () => {
    const path = await databaseIn(folder)
    const version = Buffer.alloc(4)
    version.writeUInt32BE(MIGRATIONS.length + 1)
    // Where the file's header has it.
    writeAt(path, 60, version)
    const before = readFileSync(path)
    const [, database] = await checkOwnerAndDatabase(folder)
    expect(database).toMatchObject({ ok: false, message: expect.stringContaining(`version ${MIGRATIONS.length + 1}`) })
    expect(database.remedy).toContain('newer version of Sluice')
    expect(readFileSync(path).equals(before)).toBe(true)
  })

  it('an owner that does not answer is to be ended, and the database is left alone', async () => {
    const place = socketPlace(folder)
    if (place.folder !== null) mkdirSync(place.folder, { recursive: true, mode: 0o700 })
    const silent = createServer(() => {}).listen(place.path)
    await once(silent, 'listening')
    const [owner, database] = await checkOwnerAndDatabase(folder, 50)
    silent.close()
    expect(owner).toMatchObject({ ok: false, message: expect.stringContaining('came nothing') })
    expect(owner.remedy).toContain('end it')
    expect(database).toMatchObject({ ok: false, message: owner.message })
  })

  it('finds a log that is gone', async () => {
    for (const name of ['sluice.db', 'sluice.db-shm']) writeFileSync(join(folder, name), '')
    const [, database] = await checkOwnerAndDatabase(folder)
    expect(database).toMatchObject({ ok: false, message: expect.stringContaining('sluice.db-wal is gone') })
  })

  it('leaves a database alone while someone holds the folder', async () => {
    const lock = await tryOwn(folder)
    const [owner, database] = await checkOwnerAndDatabase(folder)
    lock?.release()
    expect(owner.ok && database.ok).toBe(true)
    expect(database.message).toBe('held by its owner')
  })
})
