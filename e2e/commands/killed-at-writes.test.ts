import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { MessagesApiStandIn } from '../fixtures/messages-api/stand-in.ts'
import { WIDE_LIMITS } from '../hosts/api.ts'
import type { Ended } from '../hosts/cli.ts'
import { pdfOf, prose, writeFiles } from '../hosts/documents.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { LONG } from '../hosts/samples.ts'
import { noStrace, strace } from '../hosts/strace.ts'
import { Workplace } from '../hosts/workplace.ts'

/** Of several hundred writes; the long run takes every one. */
const SOME = 6

interface Desk {
  place: Workplace
  api: MessagesApiStandIn
  file: string
  log: string
}

/** The life of one small document, from no data folder at all; the writes to the database's files are traced. */
async function oneDocument<T>(tracing: string[], then: (first: Ended, desk: Desk) => Promise<T>): Promise<T> {
  const api = await MessagesApiStandIn.start({ rule: { windowMs: 1000 }, limits: WIDE_LIMITS })
  const place = await Workplace.make({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
  try {
    const file = join(place.documents, 'a.pdf')
    const log = join(place.documents, 'trace')
    await writeFiles({ [file]: await pdfOf([prose('a place')]) })
    const paths = ['sluice.db', 'sluice.db-wal'].flatMap((name) => ['-P', join(place.data, name)])
    const traced = strace(...paths, '-e', 'trace=pwrite64', '-s', '0', '-o', log, ...tracing)
    return await then(await place.startUnder(traced, 'ingest', file).ended, { place, api, file, log })
  } finally {
    await place.end()
    await api.close()
  }
}

/** How many writes a life has that nothing ends. */
function countWrites(): Promise<number> {
  return oneDocument([], async ({ code, stderr }, { log }) => {
    expect(code, stderr).toBe(0)
    return (await readFile(log, 'utf8')).split('\n').filter((line) => line.includes('pwrite64(')).length
  })
}

/** Kills at one write, and starts again; false if the work had fewer writes this time. */
function killAt(write: number): Promise<boolean> {
  const kill = ['-e', `inject=pwrite64:signal=KILL:when=${write}`]
  return oneDocument(kill, async ({ signal }, { place, api, file }) => {
    const again = await place.run('ingest', file)
    expect(again.code, again.stderr).toBe(0)
    await expectPromisesKept(place, api, { kills: 1, callsInFlight: 1, documents: 1 })
    return signal === 'SIGKILL'
  })
}

describe('killed at a write to the database', () => {
  it(
    LONG ? 'every one in turn' : `${SOME} of them, the first and the last among them`,
    { timeout: LONG ? 3 * 3_600_000 : undefined },
    async ({ skip, task }) => {
      const missing = noStrace()
      skip(missing !== null, missing ?? '')
      const writes = await countWrites()
      expect(writes).toBeGreaterThan(SOME)
      const left = Array.from({ length: LONG ? writes : SOME }, (_, n) =>
        LONG ? n + 1 : 1 + Math.round((n * (writes - 1)) / (SOME - 1)),
      )
      let kills = 0
      // Two at a time: each waits for its disk and its own processes.
      const worker = async () => {
        for (let write = left.shift(); write !== undefined; write = left.shift()) {
          const killed = await killAt(write).catch((cause: unknown) => {
            throw new Error(`expected the promises to hold after a kill at write ${write} of ${writes}`, { cause })
          })
          if (killed) kills += 1
        }
      }
      await Promise.all([worker(), worker()])
      task.meta.figures = { kills, writes }
      process.stdout.write(`killed at ${kills} of ${writes} writes\n`)
      expect(kills).toBeGreaterThanOrEqual(LONG ? writes * 0.9 : SOME - 1)
    },
  )
})
