import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, it, vi } from 'vitest'
import type { EngineEvent } from '../../src-shared/contract/events.ts'
import type { Api } from './api.ts'
import { localApi } from './dispatch.ts'
import { serveSocket } from './socket.ts'
import { socketPlace } from './socket-path.ts'
import { fakeEngine } from './testing/fake-engine.ts'

const base = mkdtempSync(join(tmpdir(), 'sluice-socket-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))
afterEach(() => vi.useRealTimers())

const owner = { folder: base, pid: process.pid, version: '1' }

it('says what to do where the folder of the socket cannot be made', async () => {
  writeFileSync(join(base, 'file'), '')
  const folder = join(base, 'file', 'sluice-1000')
  await expect(
    serveSocket({ folder, path: join(folder, 'socket') }, { api: localApi(fakeEngine('a', [])), owner }),
  ).rejects.toMatchObject({
    code: 'data_folder_unusable',
    message: expect.stringContaining(folder) as string,
    remedy: expect.stringContaining('XDG_RUNTIME_DIR') as string,
  })
})

it('closes beside a client that reads no more', async () => {
  // More than any system takes for a reader that does not come.
  const text = 'x'.repeat(8 << 20)
  const api: Api = {
    ...localApi(fakeEngine('a', [])),
    async *events(signal): AsyncGenerator<EngineEvent> {
      yield { type: 'activity', data: { seq: 1, at: 1, kind: 'hello', documentId: null, text } }
      await once(signal, 'abort')
    },
  }
  const place = socketPlace(base)
  const server = await serveSocket(place, { api, owner })
  const client = connect(place.path)
  client.write('POST /rpc/events HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\ncontent-length: 2\r\n\r\n{}')
  await once(client, 'data')
  client.pause()
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  let closed = false
  const closing = server.close().then(() => {
    closed = true
  })
  await new Promise(setImmediate)
  expect(closed).toBe(false)
  vi.advanceTimersByTime(2000)
  await closing
  client.destroy()
})
