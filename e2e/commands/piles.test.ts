import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import { ERRORS } from '../../src-shared/contract/errors.ts'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import type { Step } from '../hosts/die-at.ts'
import { pdfOf, prose, writeFiles } from '../hosts/documents.ts'
import { hostileFiles } from '../hosts/hostile.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { LONG } from '../hosts/samples.ts'
import { Workplace } from '../hosts/workplace.ts'

const FILES = LONG ? 10_000 : 500
const PRELOAD = pathToFileURL(join(import.meta.dirname, '..', 'hosts', 'die-at.ts')).href
const numbered = (count: number) => Array.from({ length: count }, (_, n) => String(n).padStart(4, '0'))

describe('many files at once', () => {
  it.each<Step>([
    { when: 'after', statement: 'INSERT INTO document', nth: 2 },
    ...(LONG ? [{ when: 'before', statement: 'INSERT INTO document', nth: 3 } as const] : []),
  ])('killed $when part $nth of a folder was added: added again, each is in the queue once', async (step) => {
    const desk = await Workplace.forTest({
      environment: { NODE_OPTIONS: `--import ${PRELOAD}`, DIE_AT: JSON.stringify(step) },
    })
    const names = numbered(FILES).map((n) => `${n}.pdf`)
    await writeFiles(Object.fromEntries(names.map((name) => [join(desk.documents, name), `%PDF ${name}`])))
    expect(await desk.run('ingest', desk.documents, '--no-wait')).toMatchObject({ signal: 'SIGKILL' })
    desk.environment['DIE_AT'] = 'null'
    const before = (await desk.json<CommandOutput<'queue.get'>>(['queue'])).size
    expect(before).toBeGreaterThan(0)
    expect(before).toBeLessThan(FILES)
    const again = await desk.json<IngestJson>(['ingest', desk.documents, '--no-wait'])
    expect(again).toMatchObject({ added: FILES - before, already: before })
    const { size, documents } = await desk.json<CommandOutput<'queue.get'>>(['queue'])
    expect(size).toBe(FILES)
    expect(documents.map(({ name }) => name)).toEqual(names)
  })

  it('a file that is there a hundred times, under as many names, is paid for once', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    const file = await pdfOf([prose('a file with copies')])
    await writeFiles(Object.fromEntries(numbered(100).map((n) => [join(desk.documents, `copy ${n}.pdf`), file])))
    const run = await desk.json<IngestJson>(['ingest', desk.documents])
    expect(run).toMatchObject({ added: 100, documents: { completed: 1, known: 99, failed: 0 }, documentsLeft: 0 })
    expect(api.bill().requests).toBe(run.chunks.total)
    await expectPromisesKept(desk, api, { kills: 0, callsInFlight: 1, documents: 1 })
  })
})

/** As many as faults.md's two hundred in the long run. */
const HOSTILE = LONG ? 200 : 36
const SEED = LONG ? 2 : 1
/** A good one follows after so many. */
const GOOD_EVERY = 9

describe('hostile files', () => {
  it(
    `${HOSTILE} of them end as text or with a code and a remedy; the good ones between them are read, by one engine (seed ${SEED})`,
    { timeout: LONG ? 3_600_000 : undefined },
    async () => {
      const desk = await Workplace.forTest({ environment: { SLUICE_READER_TIMEOUT_SECONDS: '20' } })
      const good = await pdfOf([prose('what they begin from'), prose('its second page')])
      const files: Record<string, Buffer> = {}
      let goods = 0
      for (const [n, { name, bytes }] of hostileFiles(HOSTILE, SEED, good).entries()) {
        files[join(desk.documents, name)] = bytes
        if (n % GOOD_EVERY !== 0) continue
        files[join(desk.documents, `${name.slice(0, 3)} zz good.pdf`)] = await pdfOf([prose(`good ${n}`)])
        goods += 1
      }
      await writeFiles(files)
      const ended = await desk.run('ingest', desk.documents, '--json')
      expect(ended, ended.stderr).toMatchObject({ code: 1, signal: null })
      expect(ended.stderr).not.toMatch(/^\s+at /m)
      const run = JSON.parse(ended.stdout) as IngestJson
      expect(run).toMatchObject({ added: HOSTILE + goods, documentsLeft: 0, problems: [] })

      const { documents } = await desk.json<ReportJson>(['report'])
      expect(documents.length).toBeGreaterThan(0.9 * (HOSTILE + goods))
      const isGood = ({ name }: { name: string }) => name.endsWith('good.pdf')
      const read = documents.filter(isGood)
      expect(read.map(({ state, gaps }) => ({ state, gaps }))).toEqual(
        Array.from({ length: goods }, () => ({ state: 'completed', gaps: [] })),
      )
      for (const { name, state, error, pages } of documents.filter((document) => !isGood(document))) {
        if (state === 'completed') expect(pages, name).toBeGreaterThan(0)
        else {
          expect(state, name).toBe('failed')
          expect(ERRORS[error?.code ?? 'internal'].scope, `${name}: ${error?.code}`).toBe('document')
          expect(error?.message.length, name).toBeGreaterThan(20)
        }
      }
    },
  )
})
