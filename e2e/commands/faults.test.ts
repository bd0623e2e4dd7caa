import { describe, expect, it } from 'vitest'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import type { FaultRule } from '../fixtures/messages-api/faults.ts'
import { billedTokens, startApi, WIDE_LIMITS, type Api } from '../hosts/api.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { Workplace } from '../hosts/workplace.ts'

type Letters = CommandOutput<'letters.list'>

const start = (faults: FaultRule[]) => startApi(1, { limits: WIDE_LIMITS, faults })
const deskAt = (api: Api) => Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })

describe('faults of the API, through the real SDK', () => {
  it.each<[string, FaultRule, Partial<IngestJson['calls']>]>([
    [
      'a 429 with retry-after',
      { match: { nth: 2 }, fault: { kind: 'status', status: 429, retryAfter: '1' } },
      { refused: 1 },
    ],
    ['a burst of 529', { match: { nth: [1, 2, 3] }, fault: { kind: 'status', status: 529 } }, { refused: 3 }],
    ['a 500', { match: { nth: 2 }, fault: { kind: 'status', status: 500 } }, { unknown: 1 }],
    ['a torn answer', { match: { nth: 2 }, fault: { kind: 'reset_in_body', afterBytes: 400 } }, { unknown: 1 }],
    ['a connection reset before the answer', { match: { nth: 2 }, fault: { kind: 'reset' } }, { unknown: 1 }],
    ['a truncated answer', { match: { nth: 2 }, fault: { kind: 'truncated' } }, { answered: 4 }],
    ['a schema-breaking answer', { match: { nth: 2 }, fault: { kind: 'schema_breaking' } }, { answered: 4 }],
    ['an answer in a code fence', { match: { nth: 2 }, fault: { kind: 'fenced' } }, {}],
    ["a proxy's page", { match: { nth: 2 }, fault: { kind: 'html' } }, {}],
  ])('%s delays the document and loses nothing', async (_name, rule, calls) => {
    const api = await start([rule])
    const desk = await deskAt(api)
    const run = await desk.json<IngestJson>(['ingest', SAMPLES.small])
    expect(run).toMatchObject({ documents: { completed: 1, failed: 0 }, chunks: { total: 3, completed: 3 }, gaps: 0 })
    expect(run.calls).toMatchObject(calls)
    const bill = api.bill()
    expect(bill.requests).toBe(bill.entries.length)
    expect(bill.entries.some((entry) => entry.fault !== null)).toBe(true)
    // What was answered is in the report to the token; a call without an answer is named, since it may be on the bill.
    const billed = billedTokens(bill)
    if (run.calls.unknown === 0) expect(run.tokens).toEqual(billed)
    else expect(run.tokens.input).toBeLessThan(billed.input + 1)
  })

  it('a text the model refuses is a dead letter and a gap that names its pages; it is discarded, and retried alone', async () => {
    const api = await start([{ match: { containing: 'manufacture of arms' }, fault: { kind: 'refusal' } }])
    const desk = await deskAt(api)
    const run = await desk.json<IngestJson>(['ingest', SAMPLES.small], 1)
    expect(run).toMatchObject({ documents: { completed: 1, failed: 0 }, chunks: { total: 3, completed: 2, failed: 1 } })
    const { documents } = await desk.json<ReportJson>(['report'])
    expect(documents).toMatchObject([{ state: 'completed', error: null, gaps: [{ code: 'model_refused' }] }])
    expect(documents[0]?.gaps[0]?.pages.length).toBeGreaterThan(0)
    const asked = api.bill().requests
    const { letters } = await desk.json<Letters>(['letters'])
    expect(letters).toMatchObject([{ kind: 'chunk', error: { code: 'model_refused' }, calls: { answered: 1 } }])
    const [name = '', chunk = ''] = letters.flatMap((letter) => [letter.name, String((letter.chunk ?? 0) + 1)])
    expect(letters[0]?.costUsd).toBeGreaterThan(0)
    const shown = await desk.run('letters', name, '--chunk', chunk)
    expect(shown.stdout).toMatch(/model_refused.*What the model answered:/s)

    expect(await desk.json(['discard', name, '--chunk', chunk])).toMatchObject({ letters: 1 })
    expect(await desk.json(['letters'])).toMatchObject({ letters: [], total: 0 })
    expect((await desk.run('report')).stdout).toMatch(/page.* \(discarded\): /)
    expect(await desk.json(['retry', '--gaps'])).toEqual({ documents: [] })
    expect(await desk.json(['retry', name, '--chunk', chunk])).toMatchObject({ documents: [expect.anything()] })
    expect(await desk.json(['ingest'], 1)).toMatchObject({ calls: { answered: 1 } })
    expect(api.bill().requests).toBe(asked + 1)

    api.setFaults([])
    expect(await desk.json(['retry', '--gap', 'answer_spoilt'])).toEqual({ documents: [] })
    expect(await desk.json(['retry', '--gap', 'model_refused'])).toEqual({ documents: [documents[0]?.id] })
    const mended = await desk.json<IngestJson>(['ingest'])
    expect(mended).toMatchObject({ documents: { completed: 1 }, calls: { answered: 1 } })
    expect(api.bill().requests).toBe(asked + 2)
    expect((await desk.json<ReportJson>(['report'])).documents).toMatchObject([{ gaps: [], chunks: { completed: 3 } }])
  })

  it('a budget holds the queue before it is passed, with a reason', async () => {
    const api = await start([])
    const desk = await deskAt(api)
    const held = await desk.json<IngestJson>(['ingest', SAMPLES.middle, '--max-cost', '0.004'], 3)
    expect(held).toMatchObject({ documents: { completed: 0, failed: 0 }, documentsLeft: 1 })
    expect(held.stopped).toMatch(/bound of \$0\.004 reached.*--max-cost/)
    expect(held.costUsd).toBeGreaterThan(0)
    expect(held.costUsd).toBeLessThanOrEqual(0.004)
    const rest = await desk.json<IngestJson>(['ingest'])
    expect(rest.documents.completed).toBe(1)
    expect(api.bill().askedTwice).toBe(0)
  })

  it('a retry of a phase of what is done pays nothing again', async () => {
    const api = await start([])
    const desk = await deskAt(api)
    const first = await desk.json<IngestJson>(['ingest', SAMPLES.small])
    // Chunks that came out the same keep what they have; asked again, they are answered by the ledger.
    for (const [phase, reused] of [
      ['extraction', 0],
      ['kg_ingest', 3],
    ] as const) {
      await desk.json(['retry', 'Annual message 1800.pdf', '--phase', phase])
      const again = await desk.json<IngestJson>(['ingest'])
      expect(again).toMatchObject({ documents: { completed: 1 }, costUsd: 0, calls: { answered: 0, reused } })
      expect(again.graph).toEqual(first.graph)
    }
    expect(api.bill().requests).toBe(3)
  })
})
