import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { integrityOf, readDatabase, spoilAnswer } from '../hosts/database.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { Workplace } from '../hosts/workplace.ts'

interface DoctorJson {
  checks: { name: string; ok: boolean; remedy: string }[]
}

describe('a database that the disk has spoilt', () => {
  it('is told of with what to do, the last backup is put back, and the damaged one is kept', async () => {
    const desk = await Workplace.forTest()
    const first = await desk.json<IngestJson>(['ingest', SAMPLES.small])
    const { path } = await desk.json<{ path: string }>(['backup'])
    expect((await desk.json<{ backups: { path: string }[] }>(['backup', '--list'])).backups).toMatchObject([{ path }])
    const graph = await desk.json(['graph', 'stats'])

    const database = join(desk.data, 'sluice.db')
    writeFileSync(database, Buffer.alloc(4096, 'x'), { flag: 'r+' })
    const damaged = readFileSync(database)
    const told = await desk.run('queue')
    expect(told.code).toBe(3)
    expect(told.stderr).toMatch(/Expected a sound database.*restore/s)
    expect(told.stderr).not.toMatch(/^\s+at /m)
    const { checks } = await desk.json<DoctorJson>(['doctor'], 1)
    expect(checks.find(({ name }) => name === 'database')).toMatchObject({
      ok: false,
      remedy: expect.stringContaining('restore'),
    })
    expect(readFileSync(database).equals(damaged)).toBe(true)

    // Made under a clock that was ahead.
    writeFileSync(join(desk.data, 'backups', 'sluice-2926-01-02T12-00-00Z.db'), 'x')
    const { restored, aside } = await desk.json<{ restored: string; aside: string }>(['restore'])
    expect(restored).toBe(path)
    expect(readFileSync(aside).equals(damaged)).toBe(true)
    expect(integrityOf(desk.data)).toBe('ok')
    expect(await desk.json(['graph', 'stats'])).toEqual(graph)
    const again = await desk.json<IngestJson>(['ingest', SAMPLES.small])
    expect(again.documents).toMatchObject({ known: first.documents.completed })
  })

  it('nothing is put back while somebody works', async () => {
    const desk = await Workplace.forTest()
    await desk.run('ingest', SAMPLES.small)
    await desk.run('backup')
    const serve = desk.start('serve')
    await serve.says(/127\.0\.0\.1/)
    const refused = await desk.run('restore')
    expect(refused.code).not.toBe(0)
    expect(refused.stderr).toMatch(/another Sluice does/)
    expect((await desk.run('backup')).code).toBe(0)
  })
})

describe('an answer that the disk has changed', () => {
  it('is found out when it is wanted again: that chunk alone is asked once more, and it is told', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    const run = await desk.json<IngestJson>(['ingest', SAMPLES.small])
    const asked = api.bill().requests
    spoilAnswer(desk.data)
    const [name = ''] = (await desk.json<ReportJson>(['report'])).documents.map((document) => document.name)
    await desk.json(['retry', name, '--phase', 'kg_ingest'])
    const again = await desk.json<IngestJson>(['ingest'])
    expect(again.calls).toMatchObject({ answered: 1, reused: run.chunks.total - 1 })
    expect(api.bill().requests).toBe(asked + 1)
    expect(again.graph).toEqual(run.graph)
    const told = readDatabase(desk.data, (database) =>
      database.prepare<[], string>("SELECT text FROM event WHERE kind = 'store.answer_damaged'").pluck().all(),
    )
    expect(told).toEqual([expect.stringContaining('asked again')])
  })
})
