import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tryAcquireLock } from './index.ts'

let folder = ''
const ends: (() => Promise<void>)[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-lock-'))
})
afterEach(async () => {
  for (const end of ends.splice(0)) await end()
  rmSync(folder, { recursive: true })
})

const CHILD = `
  import { createInterface } from 'node:readline'
  import { tryAcquireLock } from ${JSON.stringify(new URL('index.ts', import.meta.url).href)}
  for await (const path of createInterface({ input: process.stdin })) {
    console.log(tryAcquireLock(path) === null ? 'held' : 'owner')
  }
`

/** A process that tries to take each lock it is told, and keeps what it gets until it ends. */
function startChild() {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', CHILD], {
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const exited = once(child, 'exit')
  ends.push(async () => {
    child.kill('SIGKILL')
    await exited
  })
  return {
    kill: async () => {
      child.kill('SIGKILL')
      await exited
    },
    tryLock: async (path: string): Promise<string> => {
      child.stdin.write(`${path}\n`)
      return (await answers.next()).value as string
    },
  }
}

describe('tryAcquireLock', () => {
  it('has one holder at a time, in one process too, and leaves one empty file', () => {
    const path = join(folder, 'owner.lock')
    const lock = tryAcquireLock(path)
    expect(lock).not.toBeNull()
    expect(tryAcquireLock(path)).toBeNull()
    lock?.release()
    lock?.release()
    const next = tryAcquireLock(path)
    expect(next).not.toBeNull()
    expect(readdirSync(folder)).toEqual(['owner.lock'])
    next?.release()
  })

  it('gives each of 20 locks to one of two processes that ask at once', async () => {
    const pair = [startChild(), startChild()]
    for (let round = 0; round < 20; round += 1) {
      const path = join(folder, `${round}.lock`)
      const answers = await Promise.all(pair.map((child) => child.tryLock(path)))
      expect(answers.toSorted()).toEqual(['held', 'owner'])
    }
  })

  it('is dropped by the OS when its holder is killed', async () => {
    const path = join(folder, 'owner.lock')
    const child = startChild()
    expect(await child.tryLock(path)).toBe('owner')
    expect(tryAcquireLock(path)).toBeNull()
    await child.kill()
    const lock = tryAcquireLock(path)
    expect(lock).not.toBeNull()
    lock?.release()
  })

  it('rejects where the file cannot be made', () => {
    expect(() => tryAcquireLock(join(folder, 'missing', 'owner.lock'))).toThrow('directory does not exist')
  })
})
