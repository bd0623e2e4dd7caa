import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import { requestsOf, transactionsOf } from '../fixtures/system-calls/durability.ts'
import { readTrace } from '../fixtures/system-calls/read-trace.ts'
import { startApi, WIDE_LIMITS, type Api } from '../hosts/api.ts'
import { holdDatabase } from '../hosts/database.ts'
import { pdfOf, prose, writeFiles } from '../hosts/documents.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { LONG, SAMPLES } from '../hosts/samples.ts'
import { noStrace, strace } from '../hosts/strace.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const FILE = SAMPLES.small
const SLOW_MS = 400
/** Of a disk that is slow, a commit. */
const SYNC_MS = 100
/** Longer than the five seconds for which SQLite's drivers wait by themselves, and stand still. */
const LOCKED_MS = 8_000
const READ_AT_START = {
  what: 'fails to read once at the start: the run ends and says so',
  inject: 'pread64:error=EIO:when=3',
  says: /Check the disk of the data folder/,
  code: 3,
}
/** Counted from the start, when calls are made: of what is sent, answered and made part of the graph. */
const FAILED_SYNCS = LONG ? [16, 17, 18, 19, 20, 21, 22, 23, 24, 25] : [18]
/** More than any write has bytes. */
const WHOLE = `${1 << 24}`
const OTHER_USER = 65_534
/** Only root may mount. */
const NO_ROOT = process.getuid?.() !== 0 || process.platform !== 'linux'

/** `latencyMs`: of each answer, long enough for what happens to the disk meanwhile. */
async function begin(latencyMs = 20): Promise<{ api: Api; desk: Workplace }> {
  const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: latencyMs } })
  const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
  return { api, desk }
}

/** Mounts over a folder until the test ends; false where this is not allowed, as in most containers. */
function mounted(folder: string, ...options: string[]): boolean {
  if (spawnSync('mount', [...options, folder]).status !== 0) return false
  onTestFinished(() => void spawnSync('umount', ['-l', folder]))
  return true
}

/** Begins the program under a limit of the shell's. */
const limited = (limit: string) => ['bash', '-c', `ulimit ${limit}; exec "$@"`, 'bash']

describe('a disk that fails', () => {
  it.skipIf(NO_ROOT)(
    'is full: work stands still, says so, and goes on by itself when there is room',
    async ({ skip }) => {
      const { api, desk } = await begin(SLOW_MS)
      await mkdir(desk.data)
      skip(!mounted(desk.data, '-t', 'tmpfs', '-o', 'size=8m', 'tmpfs'), 'nothing may be mounted here')
      const running = desk.start('ingest', FILE)
      await untilAsked(api, 1)
      const filler = join(desk.data, 'filler')
      await writeFile(filler, Buffer.alloc(8 << 20)).catch(() => {})
      const asked = api.bill().requests
      await running.says(/Expected room on the disk.*: [1-9]\d? s/)
      // No more than may be in flight, since what is sent is written down first.
      expect(api.bill().requests - asked).toBeLessThanOrEqual(1)
      const held = api.bill().requests
      await rm(filler)
      const room = performance.now()
      await until(() => api.bill().requests > held)
      expect(performance.now() - room).toBeLessThanOrEqual(60_000)
      const { code, stderr } = await running.ended
      expect(code, stderr).toBe(0)
      await expectPromisesKept(desk, api, { kills: 0, callsInFlight: 1, documents: 1 })
    },
  )

  it.for([
    {
      what: 'has no room for some writes: they are tried again',
      inject: 'pwrite64:error=ENOSPC:when=80..82',
      says: /Expected room .*came SQLITE_FULL/,
      code: 0,
    },
    {
      what: 'fails some writes: they are tried again',
      inject: 'pwrite64:error=EIO:when=80..82',
      says: /Expected room .* and that it takes what is written; came SQLITE_IOERR_WRITE/,
      code: 0,
    },
    {
      what: 'fails to read a page at work: the run ends and says so',
      inject: 'pread64:error=EIO:when=45',
      says: /came SQLITE_CORRUPT.*start it again/,
      code: 3,
    },
    ...(LONG ? [READ_AT_START] : []),
  ])('$what; nothing is lost', async ({ inject, says, code }, { skip }) => {
    const missing = noStrace()
    skip(missing !== null, missing ?? '')
    const { api, desk } = await begin()
    await desk.json(['queue'])
    const paths = ['sluice.db', 'sluice.db-wal'].flatMap((name) => ['-P', join(desk.data, name)])
    const [calls = ''] = inject.split(':')
    const log = join(desk.documents, 'trace')
    const traced = strace(...paths, '-e', `trace=${calls}`, '-e', `inject=${inject}`, '-o', log)
    const { stdout, stderr, ...ended } = await desk.startUnder(traced, 'ingest', FILE).ended
    expect(ended.code, stderr).toBe(code)
    expect(stdout + stderr).toMatch(says)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect((await desk.run('ingest', FILE)).code).toBe(0)
    await expectPromisesKept(desk, api, { kills: 1, callsInFlight: 1, documents: 1 })
  })

  it.for(FAILED_SYNCS)(
    'fails to sync, the %sth time: the run ends and says so, and no request relies on what is not on the disk',
    async (nth, { skip }) => {
      const missing = noStrace()
      skip(missing !== null, missing ?? '')
      const { api, desk } = await begin()
      await desk.json(['queue'])
      const log = join(desk.documents, 'trace')
      const inject = `inject=fsync,fdatasync:error=EIO:when=${nth}`
      const trace = 'trace=fsync,fdatasync,pwrite64,write,writev,sendto,sendmsg'
      const traced = strace('-yy', '-s', WHOLE, '-e', trace, '-e', inject, '-o', log)
      const { code, stdout } = await desk.startUnder(traced, 'ingest', FILE).ended
      expect(code, stdout).toBe(3)
      expect(stdout).toMatch(/came SQLITE_IOERR_FSYNC.*Check the disk of the data folder/)
      const calls = readTrace(await readFile(log, 'utf8'))
      const wal = join(desk.data, 'sluice.db-wal')
      expect(calls.filter(({ name, result }) => name === 'fsync' && result === -1).map(({ target }) => target)).toEqual(
        [wal],
      )
      const transactions = transactionsOf(calls, wal)
      const requests = requestsOf(calls, Number(new URL(api.url).port), '/v1/messages')
      expect(requests).toHaveLength(api.bill().requests)
      for (const { sha256, begun } of requests) {
        expect(transactions.find(({ bytes }) => bytes.includes(sha256))?.synced).toBeLessThan(begun)
      }
      expect(stdout).toMatch(/^Documents +none ended$/m)
      expect((await desk.run('ingest', FILE)).code).toBe(0)
      await expectPromisesKept(desk, api, { kills: 1, callsInFlight: 1, documents: 1 })
    },
  )

  it('is slow to sync: who asks is answered meanwhile', async ({ skip }) => {
    const missing = noStrace()
    skip(missing !== null, missing ?? '')
    const { api, desk } = await begin(SLOW_MS)
    await desk.json(['queue'])
    const slow = ['-e', 'trace=fsync,fdatasync', '-e', `inject=fsync,fdatasync:delay_enter=${SYNC_MS}ms`]
    const running = desk.startUnder(strace(...slow, '-o', join(desk.documents, 'trace')), 'ingest', FILE)
    await untilAsked(api, 1)
    const queue = await desk.json<CommandOutput<'queue.get'>>(['queue'])
    expect(queue).toMatchObject({ size: 1, current: expect.any(String) })
    expect(running.over).toBe(false)
    const { code, stderr } = await running.ended
    expect(code, stderr).toBe(0)
    await expectPromisesKept(desk, api, { kills: 0, callsInFlight: 1, documents: 1 })
  })

  it.skipIf(process.platform === 'win32')('may take no larger file: as if it were full', async () => {
    const { api, desk } = await begin()
    await desk.json(['queue'])
    const { size } = await stat(join(desk.data, 'sluice.db'))
    // Hardly more than the database has: its log comes to that while a document is read.
    const running = desk.startUnder(limited(`-f ${Math.ceil(size / 1024) + 8}`), 'ingest', FILE)
    await running.says(/Expected room on the disk/)
    await running.kill('SIGKILL')
    expect((await desk.run('ingest', FILE)).code).toBe(0)
    await expectPromisesKept(desk, api, { kills: 1, callsInFlight: 1, documents: 1 })
  })

  it.skipIf(NO_ROOT)('is read-only: a sentence with what to do, no trace of the program', async ({ skip }) => {
    const { desk } = await begin()
    await mkdir(desk.data)
    skip(!mounted(desk.data, '--bind', desk.data), 'nothing may be mounted here')
    expect(spawnSync('mount', ['-o', 'remount,ro,bind', desk.data]).status).toBe(0)
    const { code, stderr } = await desk.run('ingest', FILE)
    expect(code).toBe(2)
    expect(stderr).toMatch(/read-only file system.*--data/s)
    expect(stderr).not.toMatch(/^\s+at /m)
  })

  it.skipIf(process.platform === 'win32')(
    'loses the folder while at work: it says so, asks nothing that could not be kept, and puts nothing in its place',
    async () => {
      const { api, desk } = await begin(SLOW_MS)
      const running = desk.start('ingest', FILE)
      const aside = `${desk.data} aside`
      await untilAsked(api, 1)
      await rename(desk.data, aside)
      const { code, stdout } = await running.ended
      expect(code, stdout).toBe(3)
      expect(stdout).toMatch(/Stopped: Expected the database at .*; it is no longer there/)
      expect(api.bill().requests).toBeLessThanOrEqual(2)
      expect(existsSync(desk.data)).toBe(false)
      await rename(aside, desk.data)
      expect((await desk.run('ingest')).code).toBe(0)
      await expectPromisesKept(desk, api, { kills: 0, callsInFlight: 1, documents: 1 })
    },
  )

  it.skipIf(process.platform === 'win32')(
    'is made read-only while at work: what comes then waits, says so, and goes on by itself',
    async ({ skip }) => {
      const { api, desk } = await begin()
      const file = join(desk.documents, 'a.pdf')
      await writeFiles({ [file]: await pdfOf([prose('a place')]) })
      const blobs = join(desk.data, 'blobs')
      const asOther = await otherUser(desk, desk.data, blobs)
      const [command, ...rest] = [...asOther, 'test', '-r', FILE]
      skip(spawnSync(command, rest).status !== 0, 'no other user may run what lies here')
      const serving = desk.startUnder(asOther, 'serve')
      await serving.says(/#code=/)
      await chmod(blobs, 0o555)
      const added = await desk.startUnder(asOther, 'ingest', file, '--no-wait').ended
      expect(added.code, added.stderr).toBe(0)
      const queue = async () => JSON.parse((await desk.startUnder(asOther, 'queue', '--json').ended).stdout) as unknown
      await expect.poll(queue, { timeout: 60_000 }).toMatchObject({
        state: 'waiting',
        size: 1,
        waitReason: { text: expect.stringMatching(/write .*blobs.* came EACCES/) },
      })
      expect(serving.stderr).not.toMatch(/^\s+at /m)
      await chmod(blobs, 0o755)
      await serving.says(/a\.pdf completed/)
      await serving.kill('SIGTERM')
      await expectPromisesKept(desk, api, { kills: 0, callsInFlight: 1, documents: 1 })
    },
  )

  it('holds a database that another program has locked: it waits, answers who asks, and goes on', async () => {
    const { api, desk } = await begin(SLOW_MS)
    const running = desk.start('ingest', FILE)
    await untilAsked(api, 1)
    const release = holdDatabase(desk.data)
    const held = performance.now()
    await expect.poll(() => api.bill().answered, { timeout: 60_000 }).toBe(1)
    do {
      expect(await desk.json(['queue'])).toMatchObject({ size: 1, current: expect.any(String) })
    } while (performance.now() - held < LOCKED_MS)
    expect(running.over).toBe(false)
    // The answer could not be kept yet.
    expect(api.bill().requests).toBe(1)
    release()
    const { code, stderr } = await running.ended
    expect(code, stderr).toBe(0)
    await expectPromisesKept(desk, api, { kills: 0, callsInFlight: 1, documents: 1 })
  })
})

/** The command that runs a program as a user whom modes bind, as they do not bind root; the folders are made and given to it. */
async function otherUser(desk: Workplace, ...folders: string[]): Promise<string[]> {
  for (const folder of folders) await mkdir(folder)
  if (process.getuid?.() !== 0) return []
  for (const folder of [dirname(desk.data), ...folders]) await chown(folder, OTHER_USER, OTHER_USER)
  return ['setpriv', `--reuid=${OTHER_USER}`, `--regid=${OTHER_USER}`, '--clear-groups']
}

async function untilAsked(api: Api, requests: number): Promise<void> {
  await expect.poll(() => api.bill().requests, { timeout: 60_000 }).toBeGreaterThanOrEqual(requests)
}
