import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { localApi } from './dispatch.ts'
import { serveSocket } from './socket.ts'
import { fakeEngine } from './testing/fake-engine.ts'

const base = mkdtempSync(join(tmpdir(), 'sluice-socket-'))
afterAll(() => rmSync(base, { recursive: true, force: true }))

it('says what to do where the folder of the socket cannot be made', async () => {
  writeFileSync(join(base, 'file'), '')
  const folder = join(base, 'file', 'sluice-1000')
  const owner = { folder: base, pid: process.pid, version: '1' }
  await expect(
    serveSocket({ folder, path: join(folder, 'socket') }, { api: localApi(fakeEngine('a', [])), owner }),
  ).rejects.toMatchObject({
    code: 'data_folder_unusable',
    message: expect.stringContaining(folder) as string,
    remedy: expect.stringContaining('XDG_RUNTIME_DIR') as string,
  })
})
