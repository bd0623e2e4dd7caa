import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { integrityOf } from '../hosts/database.ts'
import { pdfOf, prose, writeFiles } from '../hosts/documents.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const KEY = 'sk-ant-journey'

describe.skipIf(process.platform === 'win32')('ending a run (Windows has no signals to send)', () => {
  it.each([
    ['SIGINT', 130, SAMPLES.middle, 'standard', 80],
    ['SIGTERM', 143, SAMPLES.small, 'steady', 400],
    ['SIGHUP', 129, SAMPLES.small, 'steady', 400],
  ] as const)('at %s what is in flight lands, exit %i, and nothing is asked twice', async (...row) => {
    const [signal, code, file, preset, latencyMs] = row
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: latencyMs } })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const running = desk.start('ingest', file, '--preset', preset, '--json')
    await until(() => api.bill().answered > 0 && api.bill().inFlight > 0)
    const end = await running.kill(signal)
    expect(end).toMatchObject({ code, signal: null })
    const run = JSON.parse(end.stdout) as IngestJson
    expect(run).toMatchObject({ stopped: 'interrupted', documentsLeft: 1, calls: { unknown: 0 } })
    const bill = api.bill()
    expect(bill).toMatchObject({ aborted: 0, broken: 0, inFlight: 0 })
    expect(run.calls.answered).toBe(bill.answered)
    expect(integrityOf(desk.data)).toBe('ok')

    const rest = await desk.json<IngestJson>(['ingest', '--preset', preset])
    expect(rest.documents.completed).toBe(1)
    const { totals } = await desk.json<ReportJson>(['report'])
    expect(totals.calls).toMatchObject({ answered: totals.chunks.total, unknown: 0 })
    expect(api.bill()).toMatchObject({ askedTwice: 0, billedTwice: 0, answered: totals.chunks.total })
  })

  it('an API that never answers does not hold up the end longer than the grace period', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS, faults: [{ fault: { kind: 'stall' } }] })
    const environment = { SLUICE_GRACE_SECONDS: '0.5' }
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1, environment })
    const running = desk.start('ingest', SAMPLES.small, '--json')
    await until(() => api.bill().inFlight > 0)
    const asked = performance.now()
    const end = await running.kill('SIGINT')
    expect(end).toMatchObject({ code: 130, signal: null })
    // The grace period, and the end of a process; without it the call would have ten minutes.
    expect(performance.now() - asked).toBeLessThan(30_000)
    api.setFaults([])
    await desk.json(['ingest'])
    const { totals } = await desk.json<ReportJson>(['report'])
    expect(totals.calls).toMatchObject({ answered: 3, unknown: 1 })
  })

  it('a second signal ends it at once, and the call is told of as unknown', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS, faults: [{ fault: { kind: 'stall' } }] })
    const environment = { SLUICE_GRACE_SECONDS: '600' }
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1, environment })
    const running = desk.start('ingest', SAMPLES.small, '--json')
    await until(() => api.bill().inFlight > 0)
    void running.kill('SIGTERM')
    // Later than a key that bounces: until then it is taken for the same.
    await sleep(300)
    expect(running.over).toBe(false)
    expect(await running.kill('SIGTERM')).toMatchObject({ code: 143, signal: null })
    api.setFaults([])
    await desk.json(['ingest'])
    await expectPromisesKept(desk, api, { kills: 1, callsInFlight: 1, documents: 1 })
  })
})

describe.skipIf(process.platform === 'win32')('a run that is stopped and let go on', () => {
  it('as by a laptop that sleeps: no burst behind it, no call given up, nothing asked twice', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 200 } })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const running = desk.start('ingest', SAMPLES.small)
    await until(() => api.bill().inFlight > 0)
    process.kill(running.pid, 'SIGSTOP')
    await until(() => api.bill().inFlight === 0)
    // More than the minute of this API.
    await sleep(1200)
    process.kill(running.pid, 'SIGCONT')
    expect((await running.ended).code).toBe(0)
    await expectPromisesKept(desk, api, { kills: 0, callsInFlight: 1, documents: 1 })
  })
})

describe.skipIf(process.platform !== 'linux')('the process that reads documents', () => {
  it('is killed from outside: the document is read on by another, and the run does not end for it', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const running = desk.start('ingest', SAMPLES.middle, '--json')
    const reader = Number(await until(() => running.over || childOf(running.pid, 'reader')))
    // Held, so that it is killed in the middle of the document for certain.
    process.kill(reader, 'SIGSTOP')
    await until(async () => {
      const { documents } = await desk.json<CommandOutput<'queue.get'>>(['queue'])
      return documents[0]?.phase === 'extraction'
    })
    expect(api.bill().requests).toBe(0)
    process.kill(reader, 'SIGKILL')
    const { code, stdout } = await running.ended
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { documents: { completed: 1, failed: 0 }, gaps: 0 }])
    await expectPromisesKept(desk, api, { kills: 0, callsInFlight: 1, documents: 1 })
  })
})

describe('a reader that goes away', () => {
  it('is no crash, and the work goes on to its end', async () => {
    const desk = await Workplace.forTest()
    const path = join(desk.documents, 'curie.pdf')
    await writeFiles({ [path]: await pdfOf([prose('Marie')]) })
    await desk.json(['ingest', SAMPLES.small])
    const exporting = desk.start('graph', 'export', '--format', 'graphml')
    exporting.stopReading()
    const end = await exporting.ended
    expect(end).toMatchObject({ code: 0, signal: null })
    expect(end.stderr).not.toMatch(/EPIPE|Error/)

    const adding = desk.start('ingest', path)
    adding.stopReading()
    expect(await adding.ended).toMatchObject({ code: 0, signal: null })
    expect((await desk.json<ReportJson>(['report'])).documents.map(({ state }) => state)).toEqual([
      'completed',
      'completed',
    ])
  })
})

/** The id of a process that another has started, by a word of its command line; null while there is none. */
function childOf(pid: number, word: string): number | null {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  const found = children.find((child) => readFileSync(`/proc/${child}/cmdline`, 'utf8').includes(`/${word}/`))
  return found === undefined ? null : Number(found)
}
