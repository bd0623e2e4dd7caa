import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { pdfOf, prose, writeFiles } from '../hosts/documents.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const KEY = 'sk-ant-journey'
type Queue = CommandOutput<'queue.get'>

describe('steering the queue', () => {
  it('a pause set by a person stays over restarts until resume', async () => {
    const desk = await Workplace.forTest()
    await desk.json(['pause'])
    const held = await desk.json<IngestJson>(['ingest', SAMPLES.small], 3)
    expect(held.stopped).toMatch(/paused.*resume/)
    expect(await desk.json<Queue>(['queue'])).toMatchObject({ state: 'paused', size: 1 })
    await desk.json(['ingest'], 3)
    await desk.json(['resume'])
    expect(await desk.json(['ingest'])).toMatchObject({ documents: { completed: 1 } })
  })

  it('a paused phase alone stands still; what is before it goes on, and then the run ends', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    expect(await desk.json(['pause', '--phase', 'kg_ingest'])).toEqual({
      all: false,
      phases: ['kg_ingest'],
      finishing: null,
    })
    const held = await desk.json<IngestJson>(['ingest', SAMPLES.small], 3)
    expect(held.stopped).toMatch(/paused: kg_ingest.*resume/)
    const { documents } = await desk.json<Queue>(['queue'])
    expect(documents).toMatchObject([{ phase: 'kg_ingest', chunks: { total: 3, completed: 0 } }])
    const { input = 0, output = 0, costUsd = 0 } = documents[0]?.estimate ?? {}
    expect(costUsd).toBeGreaterThan(0)
    const [tokens, dollars] = [(input + output).toLocaleString('en-US'), costUsd.toPrecision(2)]
    expect((await desk.run('queue')).stdout).toMatch(new RegExp(`≈ ${tokens} +≈ \\$${dollars}`))
    const { documents: reported } = await desk.json<{ documents: { estimate: unknown }[] }>(['report'])
    expect(reported).toMatchObject([{ estimate: documents[0]?.estimate }])
    expect((await desk.run('report', documents[0]?.id ?? '')).stdout).toMatch(/^Estimate +≈/m)
    expect(api.bill().requests).toBe(0)
    await desk.json(['resume', '--phase', 'kg_ingest'])
    await desk.json(['ingest'])
    expect(api.bill().answered).toBe(3)
  })

  it('cancel takes one document out, and what it has found stays; retry brings it back at no double cost', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 100 } })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const running = desk.start('ingest', SAMPLES.middle, SAMPLES.small, '--json')
    await until(() => api.bill().answered >= 3)
    // By its name, which needs no look into the queue first: the document is not to end meanwhile.
    const name = 'Annual message 1901.pdf'
    const told = await desk.json<CommandOutput<'queue.cancel'>>(['cancel', name])
    const { id } = told
    expect(told).toEqual({ id, name, cancelled: true })
    const end = await running.ended
    expect(JSON.parse(end.stdout)).toMatchObject({ documents: { cancelled: 1, completed: 1 } })
    const cancelled = await desk.json<ReportJson>(['report'])
    const [report] = cancelled.documents.filter(({ state }) => state === 'cancelled')
    expect(report).toMatchObject({ id, name })
    expect(report?.chunks.completed).toBeGreaterThanOrEqual(2)
    expect(report?.chunks.cancelled).toBeGreaterThan(0)

    expect(await desk.json(['retry', id])).toEqual({ documents: [id] })
    const again = await desk.json<IngestJson>(['ingest'])
    expect(again.documents).toMatchObject({ completed: 1 })
    const { totals } = await desk.json<ReportJson>(['report'])
    expect(totals.chunks).toMatchObject({ completed: totals.chunks.total, cancelled: 0 })
    expect(api.bill()).toMatchObject({ askedTwice: 0, answered: totals.calls.answered })
  })

  it('delete takes a document and what only it said out of the graph', async () => {
    const desk = await Workplace.forTest()
    const path = join(desk.documents, 'curie.pdf')
    await writeFiles({ [path]: await pdfOf([prose('Marie')]) })
    await desk.json(['ingest', SAMPLES.small])
    const before = await desk.json<CommandOutput<'graph.stats'>>(['graph', 'stats'])
    await desk.json(['ingest', path])
    const curie = ['graph', 'search', 'Curie']
    expect((await desk.json<CommandOutput<'graph.search'>>(curie)).entities.length).toBeGreaterThan(0)
    await desk.json(['delete', 'curie.pdf'])
    expect(await desk.json(['graph', 'stats'])).toEqual(before)
    expect(await desk.json(curie)).toEqual({ entities: [] })
    expect((await desk.json<ReportJson>(['report'])).documents.map(({ name }) => name)).toEqual([
      'Annual message 1800.pdf',
    ])
    expect(await desk.json(['ingest', path])).toMatchObject({ documents: { completed: 1, known: 0 } })
  })
})
