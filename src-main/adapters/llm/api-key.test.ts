import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createApiKey, type Keyring } from './api-key.ts'

const KEY = 'sk-ant-api03-abcdefgh1234'

let folder: string
let file: string
let warnings: unknown[]
const logger = {
  debug: () => {},
  info: () => {},
  warn: (...entry: unknown[]) => void warnings.push(entry),
  error: () => {},
}

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'api-key-'))
  file = join(folder, 'key')
  warnings = []
})
afterEach(async () => {
  if (JSON.stringify(warnings).includes(KEY)) throw new Error('expected no key in a warning, came one')
  await rm(folder, { recursive: true })
})

function memoryKeyring(key: string | null = null): Keyring & { key: string | null } {
  return {
    key,
    async get() {
      return this.key
    },
    async set(value) {
      this.key = value
    },
    async clear() {
      this.key = null
    },
  }
}

const locked: Keyring = {
  get: () => Promise.reject(new Error('AccessDenied')),
  set: () => Promise.reject(new Error('AccessDenied')),
  clear: () => Promise.reject(new Error('AccessDenied')),
}

/** The same keyring for every process, which the person locks and unlocks. */
function lockable(key: string) {
  const open = memoryKeyring(key)
  let now: Keyring = open
  return {
    kept: () => open.key,
    lock: () => {
      now = locked
    },
    unlock: () => {
      now = open
    },
    get: () => now.get(),
    set: (value: string) => now.set(value),
    clear: () => now.clear(),
  }
}

describe('lookup', () => {
  it('takes the environment first, in any form, then the file, then the keyring', async () => {
    await writeFile(file, 'sk-file-00000003\n')
    const environment: Record<string, string | undefined> = { ANTHROPIC_API_KEY: '  not-of-the-usual-form-0001\n' }
    const keyring = memoryKeyring('sk-ring-00000002')
    const key = createApiKey({ environment, keyring, file, logger })
    expect(await key.get()).toBe('not-of-the-usual-form-0001')
    environment['ANTHROPIC_API_KEY'] = ' '
    expect(await key.get()).toBe('sk-file-00000003')
    await rm(file)
    expect(await key.get()).toBe('sk-ring-00000002')
    keyring.key = null
    expect(await key.get()).toBeNull()
  })

  it('takes a keyring that fails for an empty one', async () => {
    await writeFile(file, KEY)
    const key = createApiKey({ environment: {}, keyring: locked, file, logger })
    expect(await key.get()).toBe(KEY)
    await rm(file)
    expect(await key.get()).toBeNull()
  })
})

describe('set and clear', () => {
  it('keep a key in the keyring, and leave none in the file', async () => {
    await writeFile(file, 'sk-old')
    const keyring = memoryKeyring()
    const key = createApiKey({ environment: {}, keyring, file, logger })
    expect(await key.set(` ${KEY}\n`)).toBe('keyring')
    expect(keyring.key).toBe(KEY)
    expect(await readdir(folder)).toEqual([])
    await key.clear()
    expect(await key.get()).toBeNull()
    expect(warnings).toEqual([])
  })

  it.each([
    ['there is no keyring', null],
    ['the keyring fails', locked],
  ])('keep it in a file for this user alone, with one warning, where %s', async (_, keyring) => {
    await writeFile(file, 'sk-old', { mode: 0o644 })
    const key = createApiKey({ environment: {}, keyring, file, logger })
    expect(await key.set(KEY)).toBe('file')
    expect(await readFile(file, 'utf8')).toBe(`${KEY}\n`)
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await key.get()).toBe(KEY)
    expect(warnings).toHaveLength(1)
    await key.clear()
    expect(await key.get()).toBeNull()
    expect(await readdir(folder)).toEqual(keyring ? ['key'] : [])
  })

  it('are the last word, whatever a keyring still holds that was locked meanwhile', async () => {
    const keyring = lockable('sk-old-00000001')
    const anew = () => createApiKey({ environment: {}, keyring, file, logger })
    keyring.lock()
    expect(await anew().set(KEY)).toBe('file')
    keyring.unlock()
    expect(await anew().get()).toBe(KEY)
    keyring.lock()
    await anew().clear()
    expect(await readFile(file, 'utf8')).toBe('')
    if (process.platform !== 'win32') expect((await stat(file)).mode & 0o777).toBe(0o600)
    keyring.unlock()
    // It may be another data folder's by now.
    expect([await anew().get(), keyring.kept()]).toEqual([null, 'sk-old-00000001'])
    expect(warnings.flat()).toContainEqual(expect.stringMatching(/not used here, and is not taken out/))
  })

  it('ask a keyring that has just failed: a person waits for it', async () => {
    const keyring = lockable('sk-old-00000001')
    const key = createApiKey({ environment: {}, keyring, file, logger })
    keyring.lock()
    expect(await key.get()).toBeNull()
    keyring.unlock()
    expect(await key.set(KEY)).toBe('keyring')
    keyring.lock()
    await key.clear()
    keyring.unlock()
    await key.clear()
    expect([keyring.kept(), await readdir(folder)]).toEqual([null, []])
  })
})

describe('what is shown', () => {
  it('is the source and the last four characters, nothing else', async () => {
    const key = createApiKey({ environment: { ANTHROPIC_API_KEY: KEY }, keyring: null, file, logger })
    expect(await key.describe()).toEqual({ source: 'environment', ending: '1234' })
    const short = createApiKey({ environment: { ANTHROPIC_API_KEY: 'abc' }, keyring: null, file, logger })
    expect(await short.describe()).toEqual({ source: 'environment', ending: '' })
    expect(await createApiKey({ environment: {}, keyring: null, file, logger }).describe()).toBeNull()
  })
})
