import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { SluiceError } from '../../src-shared/contract/errors.ts'
import { prepareDataFolder } from './data-folder.ts'
import { dataLayout } from './data-layout.ts'
import { tryOwn } from './owner-lock.ts'
import { openSession, type Session, type SessionOptions } from './session.ts'
import { fakeEngine } from './testing/fake-engine.ts'

const opened: Session[] = []
const folders: string[] = []

afterEach(async () => {
  for (const session of opened.splice(0)) await session.close()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true })
})

function newFolder(): string {
  const folder = prepareDataFolder(mkdtempSync(join(tmpdir(), 'sluice-session-')))
  folders.push(folder)
  return folder
}

async function open(folder: string, name: string, log: string[], more: Partial<SessionOptions> = {}): Promise<Session> {
  const session = await openSession({
    folder,
    mode: 'work',
    compose: async () => ({
      engine: fakeEngine(name, log),
      close: async () => {
        log.push(`${name} files closed`)
      },
    }),
    ...more,
  })
  opened.push(session)
  return session
}

describe('openSession', () => {
  it('owns a free folder and gives it back in the right order', async () => {
    const folder = newFolder()
    const log: string[] = []
    const session = await open(folder, 'a', log)
    expect(session.owner).toEqual({ mine: true, pid: process.pid })
    expect(await tryOwn(folder)).toBeNull()
    await session.call('limits.get', {})
    await session.close()
    expect(log).toEqual(['a starts', 'a limits', 'a stops', 'a files closed'])
    const lock = await tryOwn(folder)
    expect(lock).not.toBeNull()
    lock?.release()
  })

  it('attaches to the owner: commands and errors arrive as they were thrown', async () => {
    const folder = newFolder()
    const log: string[] = []
    await open(folder, 'a', log)
    const client = await open(folder, 'b', log)
    expect(client.owner.mine).toBe(false)
    await expect(client.call('limits.get', {})).resolves.toEqual({ limits: [] })
    await expect(client.call('queue.cancel', { document: 'x' })).rejects.toMatchObject({
      name: 'SluiceError',
      code: 'document_unknown',
      message: 'expected a document, came x',
      remedy: 'Look again.',
    })
    expect(log).toEqual(['a starts', 'a limits'])
  })

  it('finds an owner whose environment puts the socket elsewhere, as that of a service or of cron does', async () => {
    const folder = newFolder()
    vi.stubEnv('XDG_RUNTIME_DIR', newFolder())
    await open(folder, 'a', [])
    vi.unstubAllEnvs()
    const client = await open(folder, 'b', [], { patienceMs: 500 })
    expect(client.owner.mine).toBe(false)
  })

  it('takes a copy of the folder for another one, whatever the copy says of its owner', async () => {
    const [folder, copy] = [newFolder(), newFolder()]
    await open(folder, 'a', [])
    cpSync(dataLayout(folder).ownerPlace, dataLayout(copy).ownerPlace)
    expect((await open(copy, 'b', [])).owner.mine).toBe(true)
  })

  it('answers a bug as internal, without its stack, and a bad input as usage', async () => {
    const folder = newFolder()
    await open(folder, 'a', [])
    const client = await open(folder, 'b', [])
    const bug = await client.call('graph.stats', {}).catch((error: unknown) => error)
    expect(bug).toMatchObject({ code: 'internal', message: 'a bug' })
    expect((bug as Error).stack).not.toContain('fake-engine')
    await expect(client.call('graph.search', { query: '' })).rejects.toMatchObject({ code: 'usage' })
  })

  it('takes the place of an owner that ends while it waits', async () => {
    const folder = newFolder()
    const log: string[] = []
    const first = await open(folder, 'a', log)
    const moved: boolean[] = []
    const client = await open(folder, 'b', log, { onMoved: (owns) => moved.push(owns) })
    const heard: string[] = []
    const ending = new AbortController()
    for await (const event of client.events(ending.signal)) {
      if (event.type === 'activity') heard.push(event.data.text)
      if (heard.length === 1) void first.close()
      if (heard.length === 2) ending.abort()
    }
    expect(heard).toEqual(['a', 'b'])
    expect(moved).toEqual([true])
    expect(client.owner.mine).toBe(true)
    expect(log).toEqual(['a starts', 'a stops', 'a files closed', 'b starts'])
  })

  it('asks the next owner when the first ends before it answered', async () => {
    const folder = newFolder()
    const log: string[] = []
    const first = await open(folder, 'a', log)
    const client = await open(folder, 'b', log, { mode: 'use' })
    await first.close()
    await client.call('limits.get', {})
    expect(log).toEqual(['a starts', 'a stops', 'a files closed', 'b limits'])
  })

  it('opens the store without starting the engine for one thing', async () => {
    const log: string[] = []
    const session = await open(newFolder(), 'a', log, { mode: 'use' })
    await session.call('limits.get', {})
    await session.close()
    expect(log).toEqual(['a limits', 'a files closed'])
  })

  it('says so when the holder of the lock never answers', async () => {
    const folder = newFolder()
    const lock = await tryOwn(folder)
    await expect(open(folder, 'a', [], { patienceMs: 0 })).rejects.toMatchObject({ code: 'owner_unreachable' })
    lock?.release()
  })

  it('gives the lock back when composing fails', async () => {
    const folder = newFolder()
    const compose = async () => {
      throw new SluiceError('database_newer', 'expected 1, came 2')
    }
    await expect(open(folder, 'a', [], { compose })).rejects.toMatchObject({ code: 'database_newer' })
    const lock = await tryOwn(folder)
    expect(lock).not.toBeNull()
    lock?.release()
  })
})
