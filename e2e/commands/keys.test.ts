import { describe, expect, it } from 'vitest'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import type { Fault } from '../fixtures/messages-api/faults.ts'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { exportedGraph } from '../hosts/graph.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'
import { LONG, SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { wireTo } from '../hosts/wire.ts'
import { Workplace } from '../hosts/workplace.ts'

const KEY = 'sk-ant-journey-right'

describe('without a key', () => {
  it('the offline finder reads, at no cost, and says so everywhere', async () => {
    const desk = await Workplace.forTest()
    const ended = await desk.run('ingest', SAMPLES.small)
    expect(ended.code).toBe(0)
    expect(ended.stdout).toMatch(/offline finder/)
    const { documents, totals } = await desk.json<ReportJson>(['report'])
    expect(documents).toMatchObject([{ provider: 'offline', state: 'completed' }])
    expect(totals).toMatchObject({ costUsd: 0, calls: { answered: 0, refused: 0, unknown: 0, reused: 0 } })
    expect(totals.graph.entities).toBeGreaterThan(0)
    expect((await desk.run('report', documents[0]?.id ?? '')).stdout).not.toContain('≈')
    const again = await desk.json<IngestJson>(['ingest', SAMPLES.small])
    expect(again).toMatchObject({ provider: 'offline', documents: { completed: 0, known: 1 } })
  })

  it('what the offline finder found is replaced when a model reads, and is never fallen back to', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, windowSeconds: 1 })
    await desk.json(['ingest', SAMPLES.small])
    const found = new Set((await exportedGraph(desk)).map((line) => line.uuid))
    desk.environment['ANTHROPIC_API_KEY'] = KEY
    const read = await desk.json<IngestJson>(['ingest', SAMPLES.small])
    expect(read).toMatchObject({ provider: 'anthropic', documents: { completed: 1, failed: 0, known: 0 } })
    expect(read.graph.episodes).toBe(read.chunks.total)
    const byModel = (await exportedGraph(desk)).filter((line) => !found.has(line.uuid))
    expect(byModel.length).toBeGreaterThan(0)

    delete desk.environment['ANTHROPIC_API_KEY']
    const held = await desk.json<IngestJson>(['ingest', SAMPLES.middle], 3)
    expect(held).toMatchObject({ documents: { completed: 0, failed: 0 }, documentsLeft: 1 })
    expect(held.stopped).toMatch(/ANTHROPIC_API_KEY/)
    expect((await desk.run('ingest')).stderr).toMatch(/key/)
    expect(await desk.json(['graph', 'stats'])).toMatchObject(read.graph)

    const offline = await desk.json<IngestJson>(['ingest', '--provider', 'offline'])
    expect(offline).toMatchObject({ provider: 'offline', documents: { completed: 1 }, costUsd: 0 })
  })
})

describe('a key or an API that does not serve', () => {
  it('a wrong key holds the queue and fails no document; the right one goes on', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS, keys: { right: KEY } })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey-wrong', windowSeconds: 1 })
    const held = await desk.json<IngestJson>(['ingest', SAMPLES.small], 3)
    expect(held).toMatchObject({ documents: { completed: 0, failed: 0, cancelled: 0 }, documentsLeft: 1, costUsd: 0 })
    expect(held.stopped).toMatch(/answered 401 .*invalid x-api-key\. Replace the API key; .*[^.]$/)
    const inWords = await desk.run('ingest')
    expect(inWords.code).toBe(3)
    expect(inWords.stdout).toMatch(/Stopped: .*401.*Replace the API key.*where it is\. 1 document left in the queue/)
    expect((await desk.json<ReportJson>(['report'])).documents).toMatchObject([{ error: null, gaps: [] }])

    desk.environment['ANTHROPIC_API_KEY'] = KEY
    const done = await desk.json<IngestJson>(['ingest'])
    expect(done).toMatchObject({ documents: { completed: 1, failed: 0 }, calls: { answered: 3 }, stopped: null })
    expect(api.bill().answered).toBe(3)
  })

  it.each<[what: string, fault: Fault, said: RegExp]>([
    ['no credit', { kind: 'status', status: 402 }, /402 .*Add credit/],
    [
      "the month's spend cap",
      { kind: 'status', status: 429, errorCode: 'enforced_spend_limit_reached' },
      /429 .*spend limit is reached; raise it/,
    ],
    ['a key without the right', { kind: 'status', status: 403 }, /403 .*Give the key the right/],
    ['a model that was retired', { kind: 'status', status: 404 }, /404 .*config set model/],
  ])('%s mid-way holds the queue with its remedy; mended, it goes on where it was', async (_, fault, said) => {
    const api = await startApi(1, { limits: WIDE_LIMITS, faults: [{ match: { nth: [2, 3, 4] }, fault }] })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const held = await desk.json<IngestJson>(['ingest', SAMPLES.small], 3)
    expect(held).toMatchObject({ documents: { completed: 0, failed: 0 }, documentsLeft: 1, chunks: { completed: 1 } })
    expect(held.stopped).toMatch(said)
    expect(api.bill().requests).toBe(2)
    api.setFaults([])
    const done = await desk.json<IngestJson>(['ingest'])
    expect(done).toMatchObject({ documents: { completed: 1, failed: 0 }, calls: { answered: 2 }, stopped: null })
    expect(api.bill()).toMatchObject({ answered: 3, askedTwice: 0, billedTwice: 0 })
  })

  it('an API that cannot be reached holds the queue until --max-wait; then it goes on by itself', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const wire = await wireTo(api.url)
    await wire.cut()
    const desk = await Workplace.forTest({ api: wire.url, key: KEY, windowSeconds: 1 })
    const held = await desk.json<IngestJson>(['ingest', SAMPLES.small, '--max-wait', '2s'], 3)
    expect(held).toMatchObject({ documents: { completed: 0, failed: 0 }, documentsLeft: 1 })
    expect(held.stopped).toBe('--max-wait ran out')
    const queue = await desk.json<CommandOutput<'queue.get'>>(['queue'])
    expect(queue).toMatchObject({ size: 1, documents: [{ error: null }] })

    await wire.mend()
    const done = await desk.json<IngestJson>(['ingest'])
    expect(done).toMatchObject({ documents: { completed: 1, failed: 0 }, chunks: { failed: 0 } })
    expect(api.bill()).toMatchObject({ answered: 3, askedTwice: 0 })
  })

  it('a network that goes and comes back in mid-document: no document fails, and it goes on within half a minute', async ({
    task,
  }) => {
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 50 } })
    const wire = await wireTo(api.url)
    const desk = await Workplace.forTest({ api: wire.url, key: KEY, windowSeconds: 1 })
    delete desk.environment['SLUICE_RETRY_BASE_SECONDS']
    const ingest = desk.start('ingest', SAMPLES.middle, '--json')
    await until(() => api.bill().answered >= 3)
    await wire.cut()
    const before = api.bill().requests
    const tries = new Set<number>()
    await until(async () => {
      const { waitReason } = await desk.json<CommandOutput<'queue.get'>>(['queue'])
      if (waitReason?.error?.code === 'network_unreachable' && waitReason.until !== null) tries.add(waitReason.until)
      return tries.size >= (LONG ? 7 : 3)
    })
    await wire.mend()
    const back = performance.now()
    await until(() => api.bill().requests > before)
    const goesOnMs = Math.round(performance.now() - back)
    const { code, stdout } = await ingest.ended
    expect([code, JSON.parse(stdout)]).toMatchObject([0, { documents: { completed: 1, failed: 0 }, gaps: 0 }])
    // At most the call that was on the way is asked again, and it is named.
    const { unknown } = (JSON.parse(stdout) as IngestJson).calls
    expect(unknown).toBeLessThanOrEqual(1)
    expect(api.bill().askedTwice).toBeLessThanOrEqual(unknown)
    expect(goesOnMs).toBeLessThanOrEqual(30_000)
    task.meta.figures = { tries: tries.size, goesOnMs }
  })
})
