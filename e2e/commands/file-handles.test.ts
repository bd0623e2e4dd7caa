import { spawnSync } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

/** Of the document. */
const CHUNKS = 3

type Queue = CommandOutput<'queue.get'>

/** Sets how many file handles a process may have from now on. */
function allow(pid: number, handles: number): void {
  const { status, stderr } = spawnSync('prlimit', ['--pid', `${pid}`, `--nofile=${handles}:`], { encoding: 'utf8' })
  expect(status, stderr).toBe(0)
}

/** The limit under which a process has so many handles left. */
function limitLeaving(pid: number, left: number): number {
  const taken = new Set(readdirSync(`/proc/${pid}/fd`).map(Number))
  let limit = 0
  for (let free = 0; free < left || taken.has(limit); limit += 1) if (!taken.has(limit)) free += 1
  return limit
}

describe.runIf(process.platform === 'linux')('file handles that run out (prlimit is of Linux)', () => {
  it('hold the queue with the reason, lose nothing, and are taken again as soon as there are some', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    await desk.json(['pause'])
    const serve = desk.start('serve')
    await serve.says(/127\.0\.0\.1/)
    await desk.json(['ingest', SAMPLES.small, '--no-wait'])
    const before = limitLeaving(serve.pid, 1000)
    // For who asks over the socket, and hardly more: a process to read with needs several.
    allow(serve.pid, limitLeaving(serve.pid, 3))
    await desk.json(['resume'])
    await serve.says(/held by this computer/)
    expect(await desk.json<Queue>(['queue'])).toMatchObject({
      state: 'waiting',
      waitReason: { kind: 'service', error: { code: 'computer_busy' } },
    })
    expect(serve.over).toBe(false)
    expect(api.bill().requests).toBe(0)
    allow(serve.pid, before)
    await until(() => api.bill().answered === CHUNKS)
    expect(await serve.kill('SIGTERM')).toMatchObject({ code: 143 })
    expect(serve.stderr).not.toMatch(/^\s+at /m)
    expect((await desk.run('ingest')).code).toBe(0)
    await expectPromisesKept(desk, api, { kills: 0, callsInFlight: 1, documents: 1 })
  })
})
