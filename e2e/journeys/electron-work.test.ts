import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { cannotRun, Desktop, ON } from '../hosts/desktop.ts'
import { pdfOf, prose, writeFiles } from '../hosts/documents.ts'
import type { IngestJson, ReportJson } from '../hosts/json-shapes.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'
import { addKey, rejectedKey, replaceKey } from '../pages/keys.ts'
import { shownTotals, totalsOf } from '../pages/phase-table.ts'

const KEY = 'sk-ant-journey-right'
const MANY = 10_000

describe.skipIf(cannotRun)(`work in the desktop window ${ON}`, () => {
  it('a pause outlives the program; started again it resumes, and tells exactly what was billed', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 100 } })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    {
      await using desktop = await Desktop.open(desk)
      const { page } = desktop
      await page.getByText('Drop files or whole folders here').waitFor()
      await desktop.drop(SAMPLES.middle)
      await until(() => api.bill().answered > 2)
      await page.getByRole('button', { name: 'Pause', exact: true }).click()
      await page.getByRole('button', { name: 'Resume', exact: true }).waitFor()
      await until(() => api.bill().inFlight === 0)
      await desktop.answerQuestions(1)
      const ended = desktop.ended()
      await desktop.closeWindow().catch(() => undefined)
      expect(await ended).toBe(0)
    }
    const paid = api.bill().answered

    await using desktop = await Desktop.open(desk)
    const { page } = desktop
    const resume = page.getByRole('button', { name: 'Resume', exact: true })
    await resume.waitFor()
    expect(await page.getByRole('contentinfo').innerText()).toContain('Paused')
    expect(api.bill().answered).toBe(paid)
    await resume.click()
    await page.getByText('1 document, all ended').waitFor()
    await page.getByRole('grid').getByTitle('Annual message 1901.pdf', { exact: true }).dblclick()
    const shown = await shownTotals(page)
    const bill = api.bill()
    expect(shown).toEqual(totalsOf(bill))
    const { totals } = await desk.json<ReportJson>(['report'])
    expect(bill).toMatchObject({ answered: totals.calls.answered, askedTwice: 0, refusedByLimits: 0 })
    expect(Math.round(totals.costUsd * 1e6)).toBe(bill.costMicroUsd)
  })

  it('holds the queue for a wrong key, and goes on when the right one is set', async () => {
    const api = await startApi(1, { limits: WIDE_LIMITS, keys: { right: KEY } })
    const desk = await Workplace.forTest({ api: api.url, windowSeconds: 1 })
    await using desktop = await Desktop.open(desk)
    const { page } = desktop
    await addKey(page, 'sk-ant-journey-wrong')
    await desktop.drop(SAMPLES.small)
    await rejectedKey(page).waitFor()
    expect(api.bill().answered).toBe(0)
    await replaceKey(page, KEY)
    await page.getByRole('link', { name: /^Queue/ }).click()
    await page.getByText('1 document, all ended').waitFor()
    expect(api.bill()).toMatchObject({ answered: 3, askedTwice: 0 })
    expect(await page.content()).not.toContain(KEY)
  })

  it('shows a name with HTML in it as text', async () => {
    const desk = await Workplace.forTest()
    await using desktop = await Desktop.open(desk)
    const { page } = desktop
    const hostile = '<img src=x onerror="window.__pwned=1">.pdf'
    const path = join(desk.documents, hostile)
    await writeFile(path, await pdfOf([prose('<script>window.__pwned=2</script>')]))
    await page.getByText('Drop files or whole folders here').waitFor()
    await desktop.drop(path)
    await page.getByText('1 document, all ended').waitFor()
    await page.getByRole('grid').getByTitle(hostile, { exact: true }).dblclick()
    await page.getByRole('heading', { level: 1 }).getByTitle(hostile, { exact: true }).waitFor()
    await page.getByRole('link', { name: 'Activity' }).click()
    await page.getByText('<img src=x', { exact: false }).first().waitFor()
    expect(await page.evaluate(() => (globalThis as { __pwned?: number }).__pwned)).toBeUndefined()
    expect(await page.locator('img[src="x"]').count()).toBe(0)
  })

  it('shows ten thousand documents', async () => {
    const desk = await Workplace.forTest()
    const names = Array.from({ length: MANY }, (_, i) => `${String(i + 1).padStart(5, '0')}.pdf`)
    await writeFiles(Object.fromEntries(names.map((name) => [join(desk.documents, name), `%PDF ${name}`])))
    await desk.json(['pause'])
    expect(await desk.json<IngestJson>(['ingest', desk.documents], 3)).toMatchObject({ added: MANY })
    await using desktop = await Desktop.open(desk)
    const grid = desktop.page.getByRole('grid', { name: 'Documents' })
    await grid.getByTitle('00001.pdf', { exact: true }).waitFor()
    await grid.focus()
    await desktop.page.keyboard.press('End')
    await grid.getByTitle('10000.pdf', { exact: true }).waitFor()
    // The engine is the program's own: it would ask what closing means.
    await desktop.answerQuestions(1)
  })
})
