import { describe, expect, it } from 'vitest'
import { billedTokens, startApi } from '../hosts/api.ts'
import { LONG, SAMPLES } from '../hosts/samples.ts'
import { Workplace } from '../hosts/workplace.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'

const WINDOW_SECONDS = LONG ? 6 : 3
const FILES = LONG ? [SAMPLES.folder] : [SAMPLES.small, SAMPLES.middle]
const DOCUMENTS = LONG ? 3 : 2

describe('the main job with a model', () => {
  it('reads the samples at the pace the API accepts, reports the exact bill, and asks nothing again', async () => {
    const api = await startApi(WINDOW_SECONDS)
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: WINDOW_SECONDS })
    const run = await desk.json<IngestJson>(['ingest', ...FILES])
    const bill = api.bill()

    expect(run.documents).toEqual({ completed: DOCUMENTS, failed: 0, cancelled: 0, known: 0 })
    expect(run.chunks.completed).toBe(run.chunks.total)
    expect({ ...bill, entries: [] }).toMatchObject({
      refused: 0,
      refusedOther: 0,
      askedTwice: 0,
      billedTwice: 0,
      mostInFlight: 1,
    })
    // The line that people see: nothing of what is known before a call is sent ever passes it.
    expect(bill.peakUse.requests).toBeLessThanOrEqual(0.8)
    expect(bill.peakUse.input).toBeLessThanOrEqual(0.8)
    expect(run.tokens).toEqual(billedTokens(bill))
    expect(Math.round(run.costUsd * 1e6)).toBe(bill.costMicroUsd)
    expect(bill.costMicroUsd).toBeGreaterThan(0)
    expect(run.calls).toEqual({ answered: bill.answered, refused: 0, unknown: 0, reused: 0 })
    for (const count of Object.values(run.graph)) expect(count).toBeGreaterThan(0)
    expect(await desk.json(['graph', 'stats'])).toMatchObject(run.graph)
    const { totals, documents } = await desk.json<ReportJson>(['report'])
    expect(totals).toMatchObject({ documents: DOCUMENTS, tokens: run.tokens, costUsd: run.costUsd, graph: run.graph })
    expect(documents.map(({ state, gaps, error }) => ({ state, gaps, error }))).toEqual(
      Array.from({ length: DOCUMENTS }, () => ({ state: 'completed', gaps: [], error: null })),
    )

    const again = await desk.json<IngestJson>(['ingest', ...FILES])
    expect(again.documents).toEqual({ completed: 0, failed: 0, cancelled: 0, known: DOCUMENTS })
    expect(again.costUsd).toBe(0)
    expect(again.graph).toEqual(run.graph)
    const inWords = await desk.run('ingest', ...FILES)
    expect(inWords.stdout).toContain(`${DOCUMENTS} known already`)
    expect(inWords.code).toBe(0)
    expect(api.bill().requests).toBe(bill.requests)
  })
})
