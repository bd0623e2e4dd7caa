import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fingerprint } from './fingerprint.mjs'
import { matchesLockfile } from './installed.mjs'
import { withLock } from './lock.mjs'
import { run } from './run.mjs'

let root: string

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sluice-setup-'))
})

afterEach(() => {
  rmSync(root, { recursive: true, force: true })
})

describe('matchesLockfile', () => {
  const wanted = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0', optional: true },
    },
  }

  it('is true for what npm installed, with or without what is for other platforms', () => {
    expect(matchesLockfile(wanted, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true)
    expect(
      matchesLockfile(wanted, {
        packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } },
      }),
    ).toBe(true)
  })

  it('is false when a package is missing or of another version', () => {
    expect(matchesLockfile(wanted, { packages: {} })).toBe(false)
    expect(matchesLockfile(wanted, { packages: { 'node_modules/a': { version: '1.0.1' } } })).toBe(false)
  })
})

describe('fingerprint', () => {
  const OLD = new Date('2020-01-01T00:00:00Z')
  const put = (name: string, text: string, time = OLD) => {
    writeFileSync(join(root, 'src', name), text)
    utimesSync(join(root, 'src', name), time, time)
  }
  const taken = () => fingerprint(root, ['src'])

  beforeEach(() => {
    mkdirSync(join(root, 'src'))
    put('a.ts', 'one')
  })

  it('stays while nothing changes, and when a test does', () => {
    const before = taken()
    put('a.test.ts', 'a test')
    expect(taken()).toBe(before)
  })

  it('changes with a time, a size, a name, a new file and a deleted one', () => {
    const seen = [taken()]
    const change = (how: () => void) => {
      how()
      seen.push(taken())
    }
    change(() => put('a.ts', 'two', new Date('2019-01-01T00:00:00Z')))
    change(() => put('a.ts', 'longer'))
    change(() => renameSync(join(root, 'src', 'a.ts'), join(root, 'src', 'b.ts')))
    change(() => put('c.ts', 'new'))
    change(() => rmSync(join(root, 'src', 'b.ts')))
    expect(new Set(seen).size).toBe(seen.length)
  })
})

describe('withLock', () => {
  it('lets one work at a time and leaves nothing behind', async () => {
    const lock = join(root, 'lock')
    const log: string[] = []
    const work = (name: string) =>
      withLock(lock, async () => {
        log.push(`${name} begins`)
        await Promise.resolve()
        log.push(`${name} ends`)
      })
    await Promise.all([work('a'), work('b')])
    expect(log).toEqual([
      `${log[0]?.[0]} begins`,
      `${log[0]?.[0]} ends`,
      `${log[2]?.[0]} begins`,
      `${log[2]?.[0]} ends`,
    ])
    expect(readdirSync(root)).toEqual([])
  })

  it('is given back when the work fails', async () => {
    const lock = join(root, 'lock')
    await expect(withLock(lock, () => Promise.reject(new Error('no space')))).rejects.toThrow('no space')
    await expect(withLock(lock, () => Promise.resolve('done'))).resolves.toBe('done')
  })

  it('is taken over from an owner that has died', async () => {
    const lock = join(root, 'lock')
    mkdirSync(lock)
    writeFileSync(join(lock, 'owners'), String(await deadProcess()))
    await expect(withLock(lock, () => Promise.resolve('done'))).resolves.toBe('done')
    expect(readdirSync(root)).toEqual([])
  })

  it('is not taken over while a process that a dead owner started goes on', async () => {
    const lock = join(root, 'lock')
    mkdirSync(lock)
    const started = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])
    writeFileSync(join(lock, 'owners'), `${await deadProcess()}\n${started.pid}\n`)
    let ended = false
    started.on('exit', () => {
      ended = true
    })
    setImmediate(() => started.kill('SIGKILL'))
    await expect(withLock(lock, () => Promise.resolve(ended))).resolves.toBe(true)
  })

  it('is taken over when its owner died before it wrote its name', async () => {
    const lock = join(root, 'lock')
    mkdirSync(lock)
    const longAgo = new Date('2020-01-01T00:00:00Z')
    utimesSync(lock, longAgo, longAgo)
    await expect(withLock(lock, () => Promise.resolve('done'))).resolves.toBe('done')
  })
})

describe('run', () => {
  it('resolves with the exit code', async () => {
    await expect(run(process.execPath, ['-e', 'process.exitCode = 3'])).resolves.toBe(3)
  })

  it.skipIf(process.platform === 'win32')('resolves with 128 + n when a signal ended it', async () => {
    await expect(run(process.execPath, ['-e', 'process.kill(process.pid, "SIGTERM")'])).resolves.toBe(143)
  })

  it('rejects when the program is not there', async () => {
    await expect(run(join(root, 'missing'), [])).rejects.toThrow('ENOENT')
  })
})

/** The id of a process that has ended. */
async function deadProcess(): Promise<number> {
  const child = spawn(process.execPath, ['-e', ''])
  await new Promise((resolve) => child.on('exit', resolve))
  return child.pid ?? 0
}
