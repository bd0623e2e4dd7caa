import { describe, expect, it } from 'vitest'
import { billedTokens, startApi, WIDE_LIMITS, type Api } from '../hosts/api.ts'
import type { Running } from '../hosts/cli.ts'
import { integrityOf } from '../hosts/database.ts'
import { graphDifference } from '../hosts/graph.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'
import { LONG, SAMPLES } from '../hosts/samples.ts'
import { seededNumbers } from '../hosts/seeded.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const WINDOW_SECONDS = 1
const FILES = [SAMPLES.small, SAMPLES.middle]
/** Long enough that most kills meet a call in flight. */
const LATENCY_MS = 40

type Moment = 'reading' | 'in flight' | 'between calls'

const CASES = (LONG ? [1, 2, 3, 4, 5, 6] : [1]).flatMap((seed) => [
  ['steady', 1, seed] as const,
  ...(LONG ? [['standard', 4, seed] as const] : []),
])

/** Waits for the moment; false if the work ended before it came. */
async function reached(moment: Moment, more: number, api: Api, running: Running): Promise<boolean> {
  if (moment === 'reading') {
    await running.says(/· \d+ pages/)
    return true
  }
  const from = api.bill().requests
  const come = () => {
    const { requests, inFlight } = api.bill()
    return requests >= from + more && inFlight > 0 === (moment === 'in flight')
  }
  await until(() => running.over || come())
  return !running.over
}

describe('killed and started again', () => {
  it.each(CASES)(
    'goes on from the checkpoint: preset %s, %i calls in flight, seed %i',
    async (preset, callsInFlight, seed) => {
      const number = seededNumbers(seed)
      const api = await startApi(WINDOW_SECONDS, { limits: WIDE_LIMITS, latency: { baseMs: LATENCY_MS } })
      const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: WINDOW_SECONDS })
      const moments: Moment[] = ['reading', 'in flight', 'between calls', 'in flight', 'in flight', 'between calls']
      let kills = 0
      for (const moment of moments) {
        // What is queued stays queued: only the first start names the files.
        const running = desk.start('ingest', ...(kills === 0 ? FILES : []), '--preset', preset)
        expect(await reached(moment, number(1, 4), api, running), `before kill ${kills + 1}`).toBe(true)
        const { signal } = await running.kill('SIGKILL')
        expect(signal).toBe('SIGKILL')
        kills += 1
      }
      const paidBefore = api.bill().answered
      expect(paidBefore).toBeGreaterThan(0)
      const end = await desk.json<IngestJson>(['ingest', '--preset', preset])
      expect(integrityOf(desk.data)).toBe('ok')

      // Nothing is lost: every chunk is in the graph, once.
      const { totals, documents } = await desk.json<ReportJson>(['report'])
      expect(documents.map((document) => document.state)).toEqual(['completed', 'completed'])
      expect(totals.chunks.completed).toBe(totals.chunks.total)
      expect(totals.graph.episodes).toBe(totals.chunks.total)
      expect(end.calls.answered).toBeLessThan(totals.chunks.total)

      // Nothing is paid twice but what was in flight, and that is named: ledger ≤ bill ≤ ledger + unknown calls.
      const bill = api.bill()
      const { answered, unknown, refused, reused } = totals.calls
      expect({ refused, reused }).toEqual({ refused: 0, reused: 0 })
      const paid = bill.entries.filter((entry) => entry.billed !== null)
      expect(answered).toBe(totals.chunks.total)
      expect(paid.length).toBeGreaterThanOrEqual(answered)
      expect(paid.length).toBeLessThanOrEqual(answered + unknown)
      expect(unknown).toBeLessThanOrEqual(kills * callsInFlight)
      expect(bill.billedTwice).toBeLessThanOrEqual(unknown)
      expect(bill.mostInFlight).toBeLessThanOrEqual(callsInFlight)
      const billed = billedTokens(bill)
      for (const kind of ['input', 'output', 'cacheRead', 'cacheWrite'] as const) {
        expect(billed[kind]).toBeGreaterThanOrEqual(totals.tokens[kind])
      }
      expect(bill.costMicroUsd).toBeGreaterThanOrEqual(Math.round(totals.costUsd * 1e6))
      expect(unknown).toBeGreaterThan(0)
      expect((await desk.run('report')).stdout).toContain(`${unknown} unknown, possibly paid`)

      // The graph is the one of an undisturbed run.
      const calm = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: WINDOW_SECONDS })
      await calm.json(['ingest', ...FILES, '--preset', 'standard'])
      expect(await graphDifference(desk, calm)).toEqual([])
    },
  )
})
