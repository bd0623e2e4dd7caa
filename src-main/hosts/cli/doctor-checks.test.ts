import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { prepareDataFolder } from '../data-folder.ts'
import { tryOwn } from '../owner-lock.ts'
import { checkBaseUrl } from './doctor-api-checks.ts'
import { check, checkFolder, checkNode, checkOwnerAndDatabase } from './doctor-checks.ts'

let folder = ''
beforeEach(() => {
  folder = prepareDataFolder(mkdtempSync(join(tmpdir(), 'sluice-doctor-test-')))
})
afterEach(() => rmSync(folder, { recursive: true }))

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

  it('wants Node 24', () => {
    expect(checkNode('24.0.0').ok).toBe(true)
    expect(checkNode('22.11.0')).toMatchObject({ ok: false, message: 'expected Node 24 or later, came 22.11.0' })
  })

  it('finds a database that is none', async () => {
    writeFileSync(join(folder, 'sluice.db'), 'x'.repeat(4096))
    const [owner, database] = await checkOwnerAndDatabase(folder)
    expect(owner).toMatchObject({ ok: true, message: 'nobody works on the folder' })
    expect(database).toMatchObject({ name: 'database', ok: false })
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

  it('takes a base URL that is one', () => {
    expect(checkBaseUrl(undefined).ok).toBe(true)
    expect(checkBaseUrl('http://127.0.0.1:8080/x').message).toBe('http://127.0.0.1:8080 (ANTHROPIC_BASE_URL)')
    expect(() => checkBaseUrl('localhost:8080')).toThrow('http or https address, came "localhost:8080"')
  })
})
