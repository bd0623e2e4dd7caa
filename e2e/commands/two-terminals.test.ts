import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { pdfOf, prose, writeFiles } from '../hosts/documents.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { LONG, SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const SLOW = { limits: WIDE_LIMITS, latency: { baseMs: 150 } }

describe('two starts on one data folder', () => {
  it('the second hands its files over to the first, and both end well', async () => {
    const api = await startApi(1, SLOW)
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    const first = desk.start('ingest', SAMPLES.middle, '--json')
    await until(() => api.bill().requests > 0)
    const second = desk.start('ingest', SAMPLES.small, '--json')
    await second.says(new RegExp(`works on this folder already \\(process ${first.pid}\\)`))
    const ends = await Promise.all([first.ended, second.ended])
    expect(ends.map(({ code }) => code)).toEqual([0, 0])
    expect(JSON.parse(ends[1].stdout)).toMatchObject({ provider: 'anthropic', added: 1, documentsLeft: 0 })
    const { documents } = await desk.json<ReportJson>(['report'])
    expect(documents.map(({ state }) => state)).toEqual(['completed', 'completed'])
    expect(api.bill()).toMatchObject({ askedTwice: 0, mostInFlight: 1 })
  })

  it.each(Array.from({ length: LONG ? 20 : 2 }, (_, n) => n + 1))(
    'at the same moment (pair %i): one owns the folder, the other hands over, and both end well',
    async () => {
      const api = await startApi(1, SLOW)
      const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
      const files = ['one', 'other'].map((name) => join(desk.documents, `${name}.pdf`))
      await writeFiles(
        Object.fromEntries(await Promise.all(files.map(async (file) => [file, await pdfOf([prose(file)])]))),
      )
      const both = files.map((file) => desk.start('ingest', file, '--json'))
      const ends = await Promise.all(both.map(({ ended }) => ended))
      expect(ends.map(({ code }) => code)).toEqual([0, 0])
      const owners = both.filter(({ stderr }) => !/works on this folder already/.test(stderr))
      expect(owners).toHaveLength(1)
      const handing = both.find((one) => one !== owners[0])
      expect(handing?.stderr).toContain(`works on this folder already (process ${owners[0]?.pid})`)
      await expectPromisesKept(desk, api, { kills: 0, callsInFlight: 1, documents: 2 })
    },
  )

  it('a second terminal sees and steers the first over its socket while it works', async () => {
    const api = await startApi(1, SLOW)
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    const owner = desk.start('ingest', SAMPLES.middle, '--json')
    await until(() => api.bill().answered > 1)
    const queue = await desk.json<CommandOutput<'queue.get'>>(['queue'])
    expect(queue).toMatchObject({ size: 1, documents: [{ state: expect.stringMatching(/processing|waiting/) }] })
    expect(queue.current).toBe(queue.documents[0]?.id)

    expect(await desk.json(['pause'])).toEqual({ all: true, phases: [], finishing: null })
    await until(() => api.bill().inFlight === 0)
    const atRest = api.bill().requests
    expect(await desk.json(['queue'])).toMatchObject({ state: 'paused', paused: { all: true } })
    const report = await desk.json<ReportJson>(['report'])
    expect(report.totals.calls.answered).toBe(atRest)
    const { limits } = await desk.json<CommandOutput<'limits.get'>>(['limits'])
    expect(limits.map(({ dimension, limit }) => [dimension, limit])).toEqual(Object.entries(WIDE_LIMITS))
    const added = await desk.json<IngestJson>(['ingest', SAMPLES.small, '--no-wait'])
    expect(added).toMatchObject({ added: 1, documents: { completed: 0 } })
    expect(api.bill().requests).toBe(atRest)
    expect(owner.over).toBe(false)

    expect(await desk.json(['resume'])).toEqual({ all: false, phases: [], finishing: null })
    const end = await owner.ended
    expect(end.code).toBe(0)
    expect(JSON.parse(end.stdout)).toMatchObject({ documents: { completed: 2 } })
    expect(api.bill().askedTwice).toBe(0)
  })

  it('when the owner is killed, the one that waits takes over and finishes', async () => {
    const api = await startApi(1, SLOW)
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    const owner = desk.start('ingest', SAMPLES.middle, '--preset', 'standard')
    await until(() => api.bill().requests > 0)
    const heir = desk.start('ingest', SAMPLES.small, '--json', '--preset', 'standard')
    await heir.says(/the documents are handed over to it/)
    await heir.says(/1 \w+ added to the queue/)
    await until(() => api.bill().inFlight > 0)
    await owner.kill('SIGKILL')
    await heir.says(/going on from where it was/)
    const end = await heir.ended
    expect(end.code).toBe(0)
    expect(JSON.parse(end.stdout)).toMatchObject({ documents: { failed: 0 }, documentsLeft: 0 })
    const { documents, totals } = await desk.json<ReportJson>(['report'])
    expect(documents.map(({ state, gaps }) => [state, gaps])).toEqual([
      ['completed', []],
      ['completed', []],
    ])
    expect(totals.graph.episodes).toBe(totals.chunks.total)
    expect(api.bill().billedTwice).toBeLessThanOrEqual(totals.calls.unknown)
    expect(totals.calls.unknown).toBeLessThanOrEqual(4)
  })
})
