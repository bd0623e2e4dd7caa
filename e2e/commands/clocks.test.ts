import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { readDatabase } from '../hosts/database.ts'
import { wallClock } from '../hosts/faketime.ts'
import type { IngestJson } from '../hosts/json-shapes.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { LONG, SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

/** Puts the wall clock of a program off; timers and the monotonic clock go on as they are. */
const wallOff = (ms: number) => {
  const code = `const now = Date.now; Date.now = () => now() + ${ms}`
  return `--import data:text/javascript,${encodeURIComponent(code)}`
}
const HOUR_SECONDS = 3_600
/** Far more than a window here, the start included, and far less than any of the jumps. */
const WAIT_AT_MOST_MS = 60_000
/** The clock of a computer that has been up a day longer: what an earlier boot counted says nothing. */
const OTHER_BOOT = ['unshare', '-T', '--monotonic', '86400', '--boottime', '86400']

describe('a clock that is another after a restart', () => {
  it.for([
    ['an hour back', wallOff(-3_600_000), []],
    ...(LONG ? ([['a day ahead', wallOff(25 * 3_600_000), []]] as const) : []),
    ['of another boot', '', OTHER_BOOT],
  ] as const)('$0: the window of before is waited for no longer than one', async ([, options, under], { skip }) => {
    const [command, ...rest] = [...under, 'true']
    skip(spawnSync(command ?? 'true', rest).status !== 0, 'a clock of its own needs Linux, and root')
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    api.setFaults([{ match: { nth: 2 }, fault: { kind: 'stall' } }])
    const first = desk.start('ingest', SAMPLES.small)
    await until(() => api.bill().requests === 2)
    await first.kill('SIGKILL')
    api.setFaults([])
    if (options !== '') desk.environment['NODE_OPTIONS'] = options
    const began = performance.now()
    const second = desk.startUnder(under, 'ingest', '--max-wait', '2m')
    await until(() => second.over || api.bill().requests > 2)
    expect(performance.now() - began).toBeLessThan(WAIT_AT_MOST_MS)
    const { code, stderr } = await second.ended
    expect(code, stderr).toBe(0)
    await expectPromisesKept(desk, api, { kills: 1, callsInFlight: 1, documents: 1 })
  })
})

describe('a clock that jumps while work goes on', () => {
  it('a day ahead, right again, and an hour back: no burst, no stall, nothing out of order, all of it told', async ({
    skip,
  }) => {
    const api = await startApi(1, {
      latency: { baseMs: 20 },
      limits: { requests: 100, input: 100_000, output: 20_000 },
    })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    const clock = await wallClock(join(desk.documents, 'clock'))
    skip(clock.missing !== null, clock.missing ?? '')
    Object.assign(desk.environment, clock.environment)
    const running = desk.start('ingest', SAMPLES.middle, SAMPLES.small, '--json')
    for (const [calls, hours] of [
      [4, 25],
      [12, 0],
      [20, -1],
    ] as const) {
      await until(() => running.over || api.bill().answered >= calls)
      clock.set(hours * HOUR_SECONDS)
    }
    const began = performance.now()
    const { code, stdout, stderr } = await running.ended
    expect(code, stderr).toBe(0)
    // Time as it passed, whatever the clock said; and no call waited for a time that the clock had named.
    const { seconds } = JSON.parse(stdout) as IngestJson
    expect(seconds).toBeGreaterThan((performance.now() - began) / 1000)
    expect(seconds).toBeLessThan(HOUR_SECONDS)
    const arrivals = api.bill().entries.map(({ at }) => at)
    const gaps = arrivals.slice(1).map((at, n) => at - (arrivals[n] ?? at))
    expect(Math.max(...gaps)).toBeLessThan(WAIT_AT_MOST_MS)
    // What ended at a time before the run began is of the run nevertheless.
    expect(JSON.parse(stdout)).toMatchObject({ documents: { completed: 2 }, calls: { answered: api.bill().answered } })
    await expectPromisesKept(desk, api, { kills: 0, callsInFlight: 1, documents: 2 })
    const { refused, peakUse } = api.bill()
    expect(refused).toBe(0)
    for (const peak of Object.values(peakUse)) expect(peak).toBeLessThanOrEqual(1)

    // The clock did jump, and calls went in the order of the queue nevertheless.
    const calls = callsOf(desk)
    const times = calls.map(({ sentAt }) => sentAt)
    expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(25 * HOUR_SECONDS * 1000)
    const places = calls.map(({ document, ordinal }) => document * 1000 + ordinal)
    expect(places).toEqual(places.toSorted((a, b) => a - b))
  })
})

/** In the order they were made. */
function callsOf(desk: Workplace) {
  return readDatabase(desk.data, (database) =>
    database
      .prepare<[], { document: number; ordinal: number; sentAt: number }>(
        `SELECT document.position AS document, chunk.ordinal, llm_call.sent_at AS sentAt
         FROM llm_call JOIN chunk ON chunk.id = chunk_id JOIN document ON document.id = chunk.document_id ORDER BY llm_call.id`,
      )
      .all(),
  )
}
