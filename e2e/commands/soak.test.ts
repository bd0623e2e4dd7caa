import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Fault, FaultRule } from '../fixtures/messages-api/faults.ts'
import { startApi, type Api } from '../hosts/api.ts'
import { readDatabase } from '../hosts/database.ts'
import { meetings, pdfOf } from '../hosts/documents.ts'
import { watchFootprint, type Footprint } from '../hosts/footprint.ts'
import type { ReportJson } from '../hosts/json-shapes.ts'
import { expectPromisesKept } from '../hosts/promises.ts'
import { LONG } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

/** The API's minute: a day of it is 24 of ours, and some 10,000 chunks. */
const MINUTE_SECONDS = 1
/** So wide that faults, not the pace, are what holds the work up. */
const LIMITS = { requests: 1000, input: 1_000_000, output: 200_000 }
const CALLS_IN_FLIGHT = 4
/** A page is a chunk. Each is added when no more than one is left. */
const DAY = LONG ? { documents: 120, pages: 100 } : { documents: 4, pages: 25 }
const PAGE_CHARACTERS = 3_300
/** Of the calls, for each kind of fault. */
const SHARE = 0.01

/** Every kind that passes by itself. What waits for a person is tried again by the real minute: not here. */
const FAULTS: Fault[] = [
  { kind: 'status', status: 429, retryAfter: '1' },
  ...[500, 529].map((status) => ({ kind: 'status', status }) as const),
  ...(['reset_in_body', 'cut', 'stall'] as const).map((kind) => ({ kind, afterBytes: 400 })),
  { kind: 'drip', bytes: 256, everyMs: 1 },
  { kind: 'huge', bytes: 1 << 20 },
  ...(['reset', 'error_event', 'html', 'empty', 'invalid_json'] as const).map((kind) => ({ kind })),
  ...(['schema_breaking', 'fenced', 'not_json', 'truncated', 'obedient'] as const).map((kind) => ({ kind })),
]
/** An answer that is spoilt is repaired twice. */
const SPOILT_BEFORE_A_GAP = 3

const LOOK_EVERY_MS = 50
const LOG_BYTES = 64 << 20
/** In so short a run the connections of the calls in flight do not even out. */
const HANDLES = LONG ? 2 : 2 + CALLS_IN_FLIGHT
/** Resident memory of the last third by that of the middle one: eight hours of a day, at most 1 % for each. */
const GROWTH = 1.08
/** Of the database, when half of the documents are deleted: the ledger's rows are kept. */
const MOST_LEFT = 0.8

describe.runIf(process.platform === 'linux')('a soak (/proc is of Linux)', () => {
  it(
    `${LONG ? 'a day' : 'minutes'} of documents under 1 % of faults of every kind: all complete, the bill is exact, nothing piles up`,
    { timeout: LONG ? 2 * 3_600_000 : undefined },
    async ({ task }) => {
      const began = performance.now()
      const faults = FAULTS.map((fault, nth): FaultRule => ({ match: { probability: SHARE, seed: nth + 1 }, fault }))
      const api = await startApi(MINUTE_SECONDS, { limits: LIMITS, faults, latency: { baseMs: 20 } })
      const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: MINUTE_SECONDS })
      desk.environment['SLUICE_CALL_TIMEOUT_SECONDS'] = '2'
      // Before the work: while pages are drawn here, the API would not answer.
      const files: string[] = []
      for (let nth = 0; nth < DAY.documents; nth += 1) files.push(await written(desk, nth))
      const serve = desk.start('serve', '--preset', 'standard')
      await serve.says(/#code=/)
      const untilLeft = (most: number) =>
        until(async () => {
          await sleep(LOOK_EVERY_MS)
          return serve.over || documentsLeft(desk) <= most
        })
      const watch = watchFootprint(serve.pid, desk.data)
      for (const file of files) {
        await untilLeft(1)
        await desk.json(['ingest', file, '--no-wait'])
      }
      await untilLeft(0)
      const seen = watch.stop()
      expect(serve.over, serve.stderr).toBe(false)

      // By chance a chunk's answers are spoilt once more than is repaired: asked alone it completes.
      const gaps = gapsOf(desk)
      for (const { code, spoilt } of gaps) {
        expect(['answer_spoilt', 'answer_truncated']).toContain(code)
        expect(spoilt).toBeGreaterThanOrEqual(SPOILT_BEFORE_A_GAP)
      }
      api.setFaults([])
      if (gaps.length > 0) await desk.json(['retry', '--gaps'])
      await untilLeft(0)
      await serve.kill('SIGTERM')
      expect(serve.stderr).not.toMatch(/^\s+at /m)
      await expectPromisesKept(desk, api, { kills: 0, callsInFlight: CALLS_IN_FLIGHT, documents: DAY.documents })
      expect(api.bill().refusedByLimits).toBe(0)
      const figures = { ...expectBounded(seen), ...(await expectCompactWithoutHalf(desk)) }
      const minutes = Math.round((performance.now() - began) / 6_000) / 10
      task.meta.figures = { ...counted(desk, api), gaps: gaps.length, ...figures, minutes }
      process.stdout.write(`soak: ${JSON.stringify(task.meta.figures)}\n`)
    },
  )
})

async function written(desk: Workplace, document: number): Promise<string> {
  const file = join(desk.documents, `${document}.pdf`)
  const pages = Array.from({ length: DAY.pages }, (_, page) => meetings(document * DAY.pages + page, PAGE_CHARACTERS))
  await writeFile(file, await pdfOf(pages))
  return file
}

const numberOf = (desk: Workplace, query: string) =>
  readDatabase(desk.data, (database) => Number(database.prepare(query).pluck().get()))

function documentsLeft(desk: Workplace): number {
  return numberOf(desk, "SELECT count(*) FROM document WHERE state IN ('queued', 'processing', 'waiting')")
}

function gapsOf(desk: Workplace): { code: string; spoilt: number }[] {
  return readDatabase(desk.data, (database) =>
    database
      .prepare<[], { code: string; spoilt: number }>(
        `SELECT error_code AS code, (SELECT count(*) FROM llm_call WHERE chunk_id = chunk.id AND verdict = 'spoilt') AS spoilt
         FROM chunk WHERE state = 'failed'`,
      )
      .all(),
  )
}

function counted(desk: Workplace, api: Api): Record<string, number> {
  const { requests, entries } = api.bill()
  return {
    documents: DAY.documents,
    chunks: numberOf(desk, 'SELECT count(DISTINCT chunk_id) FROM llm_call'),
    calls: requests,
    faults: entries.filter(({ fault }) => fault !== null).length,
    kindsOfFault: new Set(entries.flatMap(({ fault }) => fault ?? [])).size,
  }
}

/** Between the middle of the run and its end nothing has grown. */
function expectBounded(seen: readonly Footprint[]): Record<string, number> {
  const third = Math.floor(seen.length / 3)
  const [middle, last] = [seen.slice(third, 2 * third), seen.slice(2 * third)]
  const typical = (of: readonly Footprint[], what: keyof Footprint) =>
    of.map((one) => one[what]).toSorted((a, b) => a - b)[Math.floor(of.length / 2)] ?? 0
  const handlesGrown = typical(last, 'handles') - typical(middle, 'handles')
  const mostLogBytes = Math.max(...seen.map(({ logBytes }) => logBytes))
  const memoryGrown = typical(last, 'residentBytes') / typical(middle, 'residentBytes')
  expect(Math.abs(handlesGrown)).toBeLessThanOrEqual(HANDLES)
  expect(mostLogBytes).toBeLessThanOrEqual(LOG_BYTES)
  // A process that has just begun still takes what it needs.
  if (LONG) expect(memoryGrown).toBeLessThanOrEqual(GROWTH)
  return { handlesGrown, mostLogBytes, memoryGrown: Math.round(memoryGrown * 1000) / 1000 }
}

/** When half of the documents are deleted, the file is smaller by it, and has no page to spare. */
async function expectCompactWithoutHalf(desk: Workplace): Promise<Record<string, number>> {
  const file = join(desk.data, 'sluice.db')
  const full = (await stat(file)).size
  const { documents } = await desk.json<ReportJson>(['report'])
  for (const { id } of documents.slice(0, documents.length / 2)) await desk.json(['delete', id])
  expect(numberOf(desk, 'SELECT count(*) FROM document')).toBe(DAY.documents / 2)
  expect(numberOf(desk, 'PRAGMA freelist_count')).toBe(0)
  const bytesOfHalf = (await stat(file)).size / full
  expect(bytesOfHalf).toBeLessThan(MOST_LEFT)
  return { bytesOfHalf: Math.round(bytesOfHalf * 1000) / 1000 }
}
