import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const KEY = 'sk-ant-api03-journeySecretOfThisTest-000000'

describe('serve', () => {
  it('works what others hand over until a signal, and answers them meanwhile', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 50 } })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const server = desk.start('serve', '--json')
    await server.says(new RegExp(`process ${server.pid}, provider anthropic`))
    const added = await desk.json<IngestJson>(['ingest', SAMPLES.small, '--no-wait'])
    expect(added).toMatchObject({ added: 1 })
    await server.says(/Annual message 1800\.pdf completed/)
    const run = await desk.json<IngestJson>(['ingest', SAMPLES.middle])
    expect(run).toMatchObject({ documents: { completed: 1 }, provider: 'anthropic' })
    expect(await desk.json(['queue'])).toMatchObject({ state: 'idle', size: 0 })

    const other = await desk.run('serve')
    expect(other.code).toBe(2)
    expect(other.stderr).toContain(`process ${server.pid}`)
    expect(server.over).toBe(false)
    expect(JSON.parse(server.stdout)).toMatchObject({ pid: server.pid, origin: expect.stringContaining('127.0.0.1') })
    if (process.platform === 'win32') return
    expect(await server.kill('SIGTERM')).toMatchObject({ code: 143, signal: null })
    expect((await desk.json<ReportJson>(['report'])).documents.map(({ state }) => state)).toEqual([
      'completed',
      'completed',
    ])
  })

  it('goes on after a kill with what the ledger and the queue know', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 50 } })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const server = desk.start('serve')
    await server.says(/provider anthropic/)
    await desk.json(['ingest', SAMPLES.middle, '--no-wait'])
    await until(() => api.bill().answered > 2)
    await server.kill('SIGKILL')
    const next = desk.start('serve')
    await next.says(/Annual message 1901\.pdf completed/)
    const { totals } = await desk.json<ReportJson>(['report'])
    expect(api.bill().billedTwice).toBeLessThanOrEqual(totals.calls.unknown)
    expect(totals.calls.unknown).toBeLessThanOrEqual(1)
  })
})

describe('the key', () => {
  it.each([
    ['rejected by the API', 3, { other: 'sk-other' }],
    ['in use', 0, { mine: KEY }],
  ] as const)('%s: it stands in no file, no log and no output', async (_name, code, keys) => {
    const api = await startApi(1, { limits: WIDE_LIMITS, keys })
    const environment = { SLUICE_LOG_LEVEL: 'debug' }
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1, environment })
    const outputs = [
      await desk.run('ingest', SAMPLES.small),
      await desk.run('report', '--json'),
      await desk.run('config', '--json'),
      await desk.run('config', 'key', 'show', '--json'),
      await desk.run('doctor'),
      await desk.run('doctor', '--json'),
    ]
    expect(outputs[0]?.code).toBe(code)
    const doctor = outputs.at(-1)
    expect(doctor?.code).toBe(code === 0 ? 0 : 1)
    if (code !== 0) expect(doctor?.stdout).toContain('Replace the API key')
    const secret = KEY.slice(10, -6)
    for (const { stdout, stderr } of outputs) expect(stdout + stderr).not.toContain(secret)
    const files = await desk.dataFiles()
    expect(files.map(({ name }) => name).filter((name) => /sluice\.(db|log)$/.test(name))).toHaveLength(2)
    expect(files.filter(({ bytes }) => bytes.includes(secret)).map(({ name }) => name)).toEqual([])
  })
})
