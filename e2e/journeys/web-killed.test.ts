import { expect, it } from 'vitest'
import type { BillEntry } from '../fixtures/messages-api/bill.ts'
import { billedTokens, startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { Browser, drop, serve } from '../hosts/browser.ts'
import { integrityOf } from '../hosts/database.ts'
import type { ReportJson } from '../hosts/json-shapes.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const KILLS = 2
/** Of preset standard. */
const CALLS_IN_FLIGHT = 4
const NAMES = ['Annual message 1901.pdf', 'Annual message 1800.pdf']

it('a page outlives an engine that is killed at work: it says so, goes on with the next, and the bill is told', async ({
  skip,
}) => {
  const browser = await Browser.forTest(skip)
  const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 250 } })
  const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
  let serving = await serve(desk, '--preset', 'standard')
  const { origin } = serving
  const page = await browser.open(serving.address)
  await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }))
  const rows = page.getByRole('grid', { name: 'Documents' }).getByRole('row')
  const names = async () =>
    (await rows.allTextContents()).flatMap((text) => NAMES.filter((name) => text.includes(name)))
  // The larger first: it is the later one to have come.
  await drop(page, SAMPLES.middle, SAMPLES.small)
  await rows.filter({ hasText: NAMES[1] ?? '' }).waitFor()
  expect(await names()).toEqual(NAMES)

  const lost = page.getByRole('alert').filter({ hasText: 'No connection to the engine' })
  const killAndGoOn = async () => {
    expect((await serving.server.kill('SIGKILL')).signal).toBe('SIGKILL')
    await lost.waitFor()
    // No new address is opened: the page finds the port again, and is known there by the token it has.
    serving = await serve(desk, '--preset', 'standard')
    expect(serving.origin).toBe(origin)
    await lost.waitFor({ state: 'detached' })
  }
  await until(() => api.bill().requests > CALLS_IN_FLIGHT && api.bill().inFlight > 0)
  // Nothing is answered, so that the queue stands still while it is looked at.
  api.setFaults([{ fault: { kind: 'stall' } }])
  const { requests } = api.bill()
  await killAndGoOn()
  await page.getByRole('contentinfo').getByText('2 in queue').waitFor()
  expect(await names()).toEqual(NAMES)
  expect(await desk.json(['queue'])).toMatchObject({ size: 2, documents: NAMES.map((name) => ({ name })) })
  await until(() => api.bill().requests > requests && api.bill().inFlight > 0)
  api.setFaults([])
  await killAndGoOn()
  await page.getByText('2 documents, all ended').waitFor()
  expect(await page.evaluate(() => (globalThis as { sameDocument?: boolean }).sameDocument)).toBe(true)

  // Of calls with the same body the last was recorded; those before it were on their way when the engine was killed.
  const { documents, totals } = await desk.json<ReportJson>(['report'])
  expect(documents.map(({ state, gaps }) => ({ state, gaps }))).toEqual(
    NAMES.map(() => ({ state: 'completed', gaps: [] })),
  )
  const bill = api.bill()
  const paid = bill.entries.filter(({ billed }) => billed !== null)
  const recorded = [...new Map(paid.map((entry) => [entry.sha256, entry])).values()]
  expect(recorded).toHaveLength(totals.chunks.total)
  expect(totals.calls).toMatchObject({ answered: recorded.length, refused: 0, reused: 0 })
  expect(totals.tokens).toEqual(tokensOf(recorded))
  expect(Math.round(totals.costUsd * 1e6)).toBe(recorded.reduce((sum, { costMicroUsd }) => sum + costMicroUsd, 0))
  expect(totals.calls.unknown).toBeGreaterThan(0)
  expect(totals.calls.unknown).toBeLessThanOrEqual(KILLS * CALLS_IN_FLIGHT)
  expect(paid.length - recorded.length).toBeLessThanOrEqual(totals.calls.unknown)
  expect(bill.mostInFlight).toBeLessThanOrEqual(CALLS_IN_FLIGHT)
  await page.getByRole('contentinfo').getByText(`${totals.calls.unknown} unknown`).waitFor()

  expect(browser.uncaught).toEqual([])
  await serving.server.kill('SIGKILL')
  expect(integrityOf(desk.data)).toBe('ok')
})

function tokensOf(entries: readonly BillEntry[]): ReturnType<typeof billedTokens> {
  const tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0 }
  for (const { billed } of entries) {
    for (const kind of Object.keys(tokens) as (keyof typeof tokens)[]) tokens[kind] += billed?.[kind] ?? 0
  }
  return billedTokens({ tokens })
}
