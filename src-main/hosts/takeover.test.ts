import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { prepareDataFolder } from './data-folder.ts'
import { openSession } from './session.ts'
import { socketPlace } from './socket-path.ts'

const ENTRY = fileURLToPath(new URL('testing/work-process.ts', import.meta.url))
const ends: (() => Promise<void> | void)[] = []

afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end()
})

function newFolder(): string {
  const folder = prepareDataFolder(mkdtempSync(join(tmpdir(), 'sluice-takeover-')))
  ends.push(() => rmSync(folder, { recursive: true }))
  return folder
}

/** Works the folder in a process of its own. */
function startWorker(folder: string) {
  const child = spawn(process.execPath, [ENTRY, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
  const said: string[] = []
  const lines = createInterface({ input: child.stdout })
  const exited = once(child, 'exit')
  lines.on('line', (line) => said.push(line))
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal)
    await exited
  }
  ends.push(() => end('SIGKILL'))
  return {
    pid: child.pid as number,
    said,
    end,
    /** Resolves at the first line that fits, also if it was said before. */
    async says(wanted: RegExp): Promise<string> {
      for (;;) {
        const found = said.find((line) => wanted.test(line))
        if (found !== undefined) return found
        await once(lines, 'line')
      }
    },
  }
}

describe('two processes on one folder', { timeout: 120_000 }, () => {
  it.each(['SIGKILL', 'SIGTERM'] as const)(
    'when the owner ends by %s, the one that waits becomes the engine',
    async (signal) => {
      const folder = newFolder()
      const first = startWorker(folder)
      await first.says(/^mine$/)
      const second = startWorker(folder)
      await second.says(new RegExp(`^attached to ${first.pid}$`))
      await second.says(new RegExp(`^heard ${first.pid}$`))
      await first.end(signal)
      await second.says(/^moved: mine$/)
      await second.says(new RegExp(`^heard ${second.pid}$`))
      expect(second.said).toContain(`${second.pid} starts`)
      const third = startWorker(folder)
      await third.says(new RegExp(`^attached to ${second.pid}$`))
      await second.end('SIGTERM')
      expect(second.said.slice(-2)).toEqual([`${second.pid} stops`, 'closed'])
      await third.says(/^moved: mine$/)
    },
  )

  it('many that start at once have one owner, and all others find it', async () => {
    const folder = newFolder()
    const workers = Array.from({ length: 4 }, () => startWorker(folder))
    const turns = await Promise.all(workers.map((worker) => worker.says(/^(mine|attached to .*)$/)))
    const owner = workers[turns.indexOf('mine')]
    expect(turns.filter((turn) => turn === 'mine')).toHaveLength(1)
    expect(turns.filter((turn) => turn === `attached to ${owner?.pid}`)).toHaveLength(3)
  })

  it.skipIf(process.platform === 'win32')('a stopped owner is told of, not waited for for ever', async () => {
    const folder = newFolder()
    const owner = startWorker(folder)
    await owner.says(/^mine$/)
    const compose = () => Promise.reject(new Error('the folder is not free'))
    const client = () => openSession({ folder, mode: 'use', compose, patienceMs: 1000 })
    process.kill(owner.pid, 'SIGSTOP')
    await expect(client()).rejects.toMatchObject({
      code: 'owner_unreachable',
      remedy: expect.stringContaining('Ctrl-Z'),
    })
    process.kill(owner.pid, 'SIGCONT')
    // A machine that is slow to wake it: asked until it answers.
    await vi.waitUntil(
      () =>
        client().then(
          (session) => session.close().then(() => true),
          () => false,
        ),
      {
        timeout: 60_000,
      },
    )
  })

  it.skipIf(process.platform === 'win32')(
    'an owner that is stopped while a client is there is told of too',
    async () => {
      const folder = newFolder()
      const owner = startWorker(folder)
      await owner.says(/^mine$/)
      const compose = () => Promise.reject(new Error('the folder is not free'))
      const session = await openSession({ folder, mode: 'use', compose, patienceMs: 3000 })
      ends.push(() => session.close())
      process.kill(owner.pid, 'SIGSTOP')
      await expect(session.call('limits.get', {})).rejects.toMatchObject({
        code: 'owner_unreachable',
        remedy: expect.stringContaining('Ctrl-Z'),
      })
      process.kill(owner.pid, 'SIGCONT')
      await expect(session.call('limits.get', {})).resolves.toEqual({ limits: [] })
    },
  )

  it.skipIf(process.platform === 'win32')('the socket can be reached by its user only', async () => {
    const folder = newFolder()
    await startWorker(folder).says(/^mine$/)
    const place = socketPlace(folder)
    expect(statSync(place.folder as string).mode & 0o777).toBe(0o700)
    expect(statSync(place.path).mode & 0o777).toBe(0o600)
  })
})
