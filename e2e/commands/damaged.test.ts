import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { integrityOf } from '../hosts/database.ts'
import type { IngestJson } from '../hosts/json-shapes.ts'
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
