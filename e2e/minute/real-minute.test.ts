import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BillReport } from '../fixtures/messages-api/bill.ts'
import { billedTokens, startApi } from '../hosts/api.ts'
import { pdfOf, prose, writeFiles } from '../hosts/documents.ts'
import type { IngestJson } from '../hosts/json-shapes.ts'
import { LONG, SAMPLES } from '../hosts/samples.ts'
import { Workplace } from '../hosts/workplace.ts'

/** The API's own minute: a compressed one flatters every client, for `retry-after` is at least a second. */
const MINUTE_SECONDS = 60
const LIMITS = { requests: 50, input: 50_000, output: 10_000 }
/** About what a chunk takes. */
const CHUNK_CHARACTERS = 3_300

interface Read {
  run: IngestJson
  bill: BillReport
  leastChunks: number
}

/** What Sluice was conceived for, at the pace of a new key. The long ones take an hour and a half. */
const JOBS: [about: string, read: () => Promise<Read>][] = [
  ['a document of some 30 chunks', () => readAtPace([SAMPLES.middle], 30)],
  ['a document of some 150 chunks', () => readAtPace([SAMPLES.large], 140)],
  ['a document of some 500 chunks', () => readMade([500])],
  ['a queue of five documents', () => readMade([30, 30, 30, 30, 30])],
]

describe('a real minute of 50 requests, 50,000 input and 10,000 output tokens', () => {
  it.each(LONG ? JOBS : JOBS.slice(0, 1))('%s: none refused, none asked twice, the exact bill', async (_, read) => {
    const { run, bill, leastChunks } = await read()
    expect(run.chunks.total).toBeGreaterThanOrEqual(leastChunks)
    expect(run.chunks.completed).toBe(run.chunks.total)
    expect(bill).toMatchObject({ refused: 0, refusedOther: 0, askedTwice: 0, billedTwice: 0 })
    expect(run.tokens).toEqual(billedTokens(bill))
    expect(Math.round(run.costUsd * 1e6)).toBe(bill.costMicroUsd)
    tellUse(run, bill)
  })
})

async function readMade(chunks: readonly number[]): Promise<Read> {
  return readAtPace(
    async (desk) => {
      const files = chunks.map(async (count, nth) => {
        const pages = Array.from({ length: count }, (_, page) => filled(`document ${nth}, page ${page}`))
        return [join(desk.documents, `made ${nth}.pdf`), await pdfOf(pages)] as const
      })
      await writeFiles(Object.fromEntries(await Promise.all(files)))
      return [desk.documents]
    },
    chunks.reduce((sum, count) => sum + 0.8 * count, 0),
  )
}

function filled(seed: string): string {
  let text = ''
  for (let part = 0; text.length < CHUNK_CHARACTERS; part += 1) text += `${prose(`${seed}, part ${part}`)} `
  return text
}

async function readAtPace(
  paths: readonly string[] | ((desk: Workplace) => Promise<readonly string[]>),
  leastChunks: number,
): Promise<Read> {
  const api = await startApi(MINUTE_SECONDS, { limits: LIMITS })
  const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey' })
  const files = typeof paths === 'function' ? await paths(desk) : paths
  const run = await desk.json<IngestJson>(['ingest', ...files])
  return { run, bill: api.bill(), leastChunks }
}

/** Into the run's output, for idling is no pacing. */
function tellUse({ chunks, seconds, tokens }: IngestJson, bill: BillReport): void {
  const used = { requests: bill.entries.length, input: tokens.input, output: tokens.output }
  const share = (name: keyof typeof LIMITS) =>
    `${name} ${((100 * used[name] * MINUTE_SECONDS) / seconds / LIMITS[name]).toFixed(0)} %`
  process.stdout.write(
    `real minute: ${chunks.total} chunks in ${seconds.toFixed(0)} s; mean use of the limit: ${share('requests')}, ${share('input')}, ${share('output')}\n`,
  )
}
