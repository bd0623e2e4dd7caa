import { spawnSync } from 'node:child_process'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Sqlite from 'better-sqlite3'
import { figure, type Figure, type Measure } from '../figure.ts'
import { cpuMsOf, writtenBytesOf } from '../process-figures.ts'
import { LONG_SAMPLE } from '../samples.ts'
import { scratchFolder } from '../scratch.ts'
import { startServing } from '../serving.ts'
import { runSluice, type SluiceOptions } from '../sluice-process.ts'
import { startStandIn, WIDE_LIMITS } from '../stand-in-process.ts'

const IDLE_MS = 60_000
const SLOW_SYNC_MS = 100
const QUESTIONS = 100

export const disk: Measure = {
  about:
    'The long sample through a host at work, the stand-in without limits: what its process writes for each byte of the ' +
    `document's text, its syncs and its log a chunk; what the same host does in ${IDLE_MS / 1000} s with nothing to do; and, at ` +
    `work on a disk that takes ${SLOW_SYNC_MS} ms longer for each sync, how soon it answers who asks for the queue. Linux tells.`,
  async run(tell) {
    if (process.platform !== 'linux') return []
    const standIn = await startStandIn({ limits: WIDE_LIMITS, windowSeconds: 60 })
    const options = (): SluiceOptions => ({
      data: scratchFolder(),
      environment: { ANTHROPIC_API_KEY: 'sk-bench', ANTHROPIC_BASE_URL: standIn.url },
    })
    try {
      tell('at work')
      const served = options()
      const host = await startServing(served)
      const before = writtenBytesOf(host.pid) ?? 0
      await runSluice(['ingest', LONG_SAMPLE], served)
      const written = (writtenBytesOf(host.pid) ?? 0) - before
      const { textBytes, chunks } = await held(served.data)
      tell('idle')
      const [cpu, bytes] = [cpuMsOf(host.pid) ?? 0, writtenBytesOf(host.pid) ?? 0]
      await sleep(IDLE_MS)
      const [idleCpu, idleBytes] = [(cpuMsOf(host.pid) ?? 0) - cpu, (writtenBytesOf(host.pid) ?? 0) - bytes]
      await host.close()
      const logs = readdirSync(served.data).filter((name) => name.startsWith('sluice.log'))
      const logBytes = logs.reduce((sum, name) => sum + statSync(join(served.data, name)).size, 0)
      return [
        figure('written for a byte of text', '', [written / textBytes]),
        figure('log a chunk', 'bytes', [logBytes / chunks], { of: 'max', atMost: 500 }),
        figure('idle: processor time', '%', [(100 * idleCpu) / IDLE_MS], { of: 'max', atMost: 0.5 }),
        figure('idle: written', 'bytes', [idleBytes], { of: 'max', atMost: 0 }),
        ...(await syncs(options(), chunks, tell)),
        ...(await onSlowDisk(options(), tell)),
      ]
    } finally {
      await standIn.close()
    }
  },
}

async function held(data: string): Promise<{ textBytes: number; chunks: number }> {
  const sql = new Sqlite(join(data, 'sluice.db'), { readonly: true })
  const count = (query: string) => Number(sql.prepare(query).pluck().get())
  const textBytes = count('SELECT sum(length(CAST(text AS BLOB))) FROM page')
  const chunks = count('SELECT count(*) FROM chunk')
  sql.close()
  return { textBytes, chunks }
}

const hasStrace = () => spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0

/** The engine syncs on the loop that answers: who asks may come in the middle of a sync, or of two. */
async function onSlowDisk(options: SluiceOptions, tell: (text: string) => void): Promise<Figure[]> {
  if (!hasStrace()) return []
  tell('on a slow disk')
  const inject = `inject=fsync,fdatasync:delay_enter=${SLOW_SYNC_MS}ms`
  // -D: what is started is the host, so that it is the host that a signal ends.
  const under = ['strace', '-D', '-f', '-o', '/dev/null', '-e', 'trace=fsync,fdatasync', '-e', inject]
  const host = await startServing({ ...options, under })
  await runSluice(['ingest', LONG_SAMPLE, '--no-wait'], options)
  const times: number[] = []
  for (let n = 0; n < QUESTIONS; n += 1) {
    const began = performance.now()
    await (await fetch(`${host.origin}api/queue`, { headers: host.headers })).json()
    times.push(performance.now() - began)
    await sleep(20)
  }
  await host.close()
  return [figure('the queue, asked on a slow disk', 'ms', times, { of: 'p99', atMost: 100 })]
}

/** Counted by strace, where there is one. */
async function syncs(options: SluiceOptions, chunks: number, tell: (text: string) => void): Promise<Figure[]> {
  if (!hasStrace()) return []
  tell('counting syncs')
  const trace = join(scratchFolder(), 'trace')
  const under = ['strace', '-f', '-o', trace, '-e', 'trace=fsync,fdatasync']
  await runSluice(['ingest', LONG_SAMPLE], { ...options, under })
  const count = readFileSync(trace, 'utf8').match(/ = 0$/gm)?.length ?? 0
  return [figure('syncs a chunk', '', [count / chunks], { of: 'max', atMost: 4 })]
}
