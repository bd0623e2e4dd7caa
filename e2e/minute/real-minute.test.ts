import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BillReport } from '../fixtures/messages-api/bill.ts'
import type { LimitRule } from '../fixtures/messages-api/rate-limits.ts'
import { MessagesApiStandIn } from '../fixtures/messages-api/stand-in.ts'
import { billedTokens } from '../hosts/api.ts'
import { pdfOf, prose, writeFiles } from '../hosts/documents.ts'
import type { IngestJson } from '../hosts/json-shapes.ts'
import { LONG, SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
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
  /** The share of each limit that is used at most. */
  line: number
}

interface Circumstances {
  rule?: Partial<LimitRule>
  environment?: Record<string, string>
  meanwhile?: (api: MessagesApiStandIn) => Promise<void>
}

/** What Sluice was conceived for, at the pace of a new key. The longest takes most of an hour. */
const JOBS: { about: string; read: () => Promise<Read> }[] = [
  { about: 'a document of some 30 chunks', read: () => readAtPace([SAMPLES.middle], 30) },
  {
    about: 'the same where any minute counts, with max_tokens held until the end',
    read: () => readAtPace([SAMPLES.middle], 30, { rule: { kind: 'sliding', outputReading: 'holds' } }),
  },
  {
    about: "the same where a bucket has six seconds' worth",
    read: () => readAtPace([SAMPLES.middle], 30, { rule: { capacityShare: 0.1 } }),
  },
]
const LONGER: typeof JOBS = [
  { about: 'a document of some 150 chunks', read: () => readAtPace([SAMPLES.large], 140) },
  { about: 'a document of some 500 chunks', read: () => readMade([500]) },
  { about: 'a queue of five documents', read: () => readMade([30, 30, 30, 30, 30]) },
  {
    about: 'the 30 chunks at pace tight, where any minute counts',
    read: () => readAtPace([SAMPLES.middle], 30, { rule: { kind: 'sliding' }, environment: { SLUICE_PACE: 'tight' } }),
  },
  {
    about: 'the 30 chunks, the limits halved in the middle of them',
    read: () =>
      readAtPace([SAMPLES.middle], 30, {
        meanwhile: async (api) => {
          await until(() => api.bill().answered >= 10)
          api.setLimits({ requests: LIMITS.requests / 2, input: LIMITS.input / 2, output: LIMITS.output / 2 })
        },
      }),
  },
]

describe('a real minute of 50 requests, 50,000 input and 10,000 output tokens', () => {
  // Side by side, each with an API of its own: they mostly wait.
  it.concurrent.for(LONG ? [...JOBS, ...LONGER] : JOBS)(
    '$about: none refused, none asked twice, the exact bill',
    async ({ read }, { task }) => {
      const { run, bill, leastChunks, line } = await read()
      expect(run.chunks.total).toBeGreaterThanOrEqual(leastChunks)
      expect(run.chunks.completed).toBe(run.chunks.total)
      expect(bill).toMatchObject({ refused: 0, refusedOther: 0, askedTwice: 0, billedTwice: 0 })
      // The line that people see is never passed by what is known before a call is sent.
      expect(bill.peakUse.requests).toBeLessThanOrEqual(line)
      expect(bill.peakUse.input).toBeLessThanOrEqual(line)
      expect(run.tokens).toEqual(billedTokens(bill))
      expect(Math.round(run.costUsd * 1e6)).toBe(bill.costMicroUsd)
      task.meta.figures = figuresOf(run, bill)
      process.stdout.write(`real minute: ${JSON.stringify(task.meta.figures)}\n`)
    },
  )
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
  { rule = {}, environment = {}, meanwhile }: Circumstances = {},
): Promise<Read> {
  const api = await MessagesApiStandIn.start({ rule: { windowMs: MINUTE_SECONDS * 1000, ...rule }, limits: LIMITS })
  const desk = await Workplace.make({ api: api.url, key: 'sk-ant-journey', environment })
  try {
    const files = typeof paths === 'function' ? await paths(desk) : paths
    const [run] = await Promise.all([desk.json<IngestJson>(['ingest', ...files]), meanwhile?.(api)])
    return { run, bill: api.bill(), leastChunks, line: environment['SLUICE_PACE'] === 'tight' ? 0.97 : 0.8 }
  } finally {
    await desk.end()
    await api.close()
  }
}

/** Idling is no pacing: what was used of each limit, in percent. */
function figuresOf({ documents, chunks, seconds, tokens }: IngestJson, bill: BillReport): Record<string, number> {
  const minutes = seconds / MINUTE_SECONDS
  const used = { requests: bill.entries.length, input: tokens.input, output: tokens.output }
  const percent = (name: keyof typeof LIMITS) => Math.round((1000 * used[name]) / minutes / LIMITS[name]) / 10
  return {
    documents: documents.completed,
    chunks: chunks.total,
    minutes: Math.round(minutes * 10) / 10,
    refused: bill.refused,
    askedTwice: bill.askedTwice,
    billedTwice: bill.billedTwice,
    meanUseOfRequestsPercent: percent('requests'),
    meanUseOfInputPercent: percent('input'),
    meanUseOfOutputPercent: percent('output'),
  }
}
