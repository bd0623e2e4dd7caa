import { fork } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import type { WorkerExit, WorkerProcess } from '../../engine/ports.ts'
import { createForkWorker } from './fork-worker.ts'

const echo = new URL('./testing/echo-child.ts', import.meta.url)
const missing = new URL('./testing/no-such-child.ts', import.meta.url)
const spawn = createForkWorker({ entries: { reader: echo, finder: missing, database: missing } })
const answer = (worker: WorkerProcess) => new Promise<unknown>((resolve) => worker.onMessage(resolve))
const exit = (worker: WorkerProcess) => new Promise<WorkerExit>((resolve) => worker.onExit(resolve))

describe('fork worker', () => {
  it('passes bytes both ways and tells the exit code', async () => {
    const worker = spawn('reader', { heapMegabytes: 64 })
    worker.send(Uint8Array.of(1, 2, 3))
    expect(await answer(worker)).toEqual(Uint8Array.of(1, 2, 3))
    worker.send('exit')
    expect(await exit(worker)).toBe(7)
    expect(await exit(worker)).toBe(7)
    worker.send('into the void')
  })

  it('caps the heap and hides what is secret', async () => {
    process.env['ANTHROPIC_API_KEY'] = 'secret'
    process.env['SLUICE_MODEL'] = 'x'
    const worker = spawn('reader', { heapMegabytes: 64 })
    worker.send('environment')
    const { names } = (await answer(worker)) as { names: string[] }
    expect(names).toContain('PATH')
    expect(names.filter((name) => /ANTHROPIC|SLUICE|KEY|TOKEN/.test(name))).toEqual([])
    worker.send('heap')
    const { megabytes } = (await answer(worker)) as { megabytes: number }
    // V8 adds the young generation; without the cap it would be gigabytes.
    expect(megabytes).toBeLessThan(512)
    worker.kill()
    expect(await exit(worker)).toBeNull()
  })

  it('tells the exit of a child that could not start', async () => {
    expect(await exit(spawn('finder', { heapMegabytes: 64 }))).toBe(1)
  })

  it('tells that there is no process at all', async () => {
    const { execPath } = process
    process.execPath = `${execPath} that is not there`
    const worker = spawn('reader', { heapMegabytes: 64 })
    process.execPath = execPath
    worker.send('into the void')
    expect(await exit(worker)).toBe('not started')
  })

  it('dies with its parent', async () => {
    const parent = fork(new URL('./testing/parent.ts', import.meta.url), {
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    const [pid] = (await once(parent, 'message')) as [number]
    parent.kill('SIGKILL')
    await expect.poll(() => isAlive(pid), { timeout: 20_000 }).toBe(false)
  })
})

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
