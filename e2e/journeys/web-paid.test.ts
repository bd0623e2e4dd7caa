import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import { billedTokens, startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { Browser, drop, serve } from '../hosts/browser.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { Workplace } from '../hosts/workplace.ts'
import { addKey, rejectedKey, replaceKey } from '../pages/keys.ts'
import { shownTotals, totalsOf } from '../pages/phase-table.ts'

const KEY = 'sk-ant-journey-right'

describe('the window in a browser, with a key', () => {
  it('tells of a document exactly what the API has billed', async ({ skip }) => {
    const browser = await Browser.forTest(skip)
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const page = await browser.open((await serve(desk)).address)
    await drop(page, SAMPLES.middle)
    await page.getByText('1 document, all ended').waitFor()
    await page.getByRole('grid').getByTitle('Annual message 1901.pdf', { exact: true }).dblclick()

    const shown = await shownTotals(page)
    const bill = api.bill()
    expect(shown).toEqual(totalsOf(bill))

    await page.getByRole('button', { name: 'More actions' }).click()
    const saved = page.waitForEvent('download')
    await page.getByRole('menuitem', { name: 'Export token report as JSON' }).click()
    const report = JSON.parse(await readFile(await (await saved).path(), 'utf8')) as CommandOutput<'report.document'>
    expect(report.tokens).toEqual(billedTokens(bill))
    expect(Math.round(report.costUsd * 1e6)).toBe(bill.costMicroUsd)
    expect(bill).toMatchObject({ answered: report.calls.answered, askedTwice: 0, refusedByLimits: 0 })

    const today =
      (
        await page
          .getByRole('contentinfo')
          .getByText(/^Today/)
          .innerText()
      ).match(/\$([\d.]+)/)?.[1] ?? ''
    const places = today.split('.')[1]?.length ?? 0
    expect(today).toBe((bill.costMicroUsd / 1e6).toFixed(places))
    expect(Number(today)).toBeGreaterThan(0)
    expect(browser.uncaught).toEqual([])
  })

  it('shows what the model declined: one is tried again alone, the other is discarded and still counted', async ({
    skip,
  }) => {
    const browser = await Browser.forTest(skip)
    const refuse = (containing: string) => ({ match: { containing }, fault: { kind: 'refusal' as const } })
    const faults = [refuse('King of Prussia'), refuse('manufacture of arms')]
    const api = await startApi(1, { limits: WIDE_LIMITS, faults })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const { address } = await serve(desk)
    const page = await browser.open(address)
    await drop(page, SAMPLES.small)
    await page.getByText('1 document, all ended').waitFor()
    const asked = api.bill().requests

    const needs = page.getByRole('radio', { name: /^Needs you/ })
    await needs.click()
    const letters = page.getByRole('grid', { name: /^Dead letters/ })
    const rows = letters.getByRole('row')
    await expect.poll(() => rows.count()).toBe(2)
    expect(await rows.first().innerText()).toMatch(/chunk \d.*since.*model_refused.*1 call/s)
    api.setFaults([])
    await rows
      .first()
      .getByRole('button', { name: /^Retry, ≈ \$/ })
      .click()
    await expect.poll(() => rows.count()).toBe(1)
    await page.getByText('1 document, all ended').waitFor()
    await expect.poll(() => needs.innerText()).toMatch(/1$/)
    expect(api.bill()).toMatchObject({ requests: asked + 1 })

    await letters.focus()
    await page.keyboard.press('Delete')
    await page.getByText('Nothing needs you').waitFor()
    await page.reload()
    await page.getByRole('grid', { name: 'Documents' }).getByText('completed, 1 gap discarded').waitFor()
    await needs.click()
    await page.getByRole('radio', { name: /^Discarded/ }).click()
    await letters.focus()
    await page.keyboard.press('Enter')
    await page.getByRole('region', { name: 'What the model answered' }).waitFor()
    await page.getByRole('button', { name: 'Back to the report' }).click()
    await page.getByRole('region', { name: 'Gaps' }).getByText('Discarded:').waitFor()
    expect(api.bill()).toMatchObject({ requests: asked + 1 })
    expect(browser.uncaught).toEqual([])
  })

  it('holds the queue for a wrong key, says what to do, and goes on when the right one is set', async ({ skip }) => {
    const browser = await Browser.forTest(skip)
    const api = await startApi(1, { limits: WIDE_LIMITS, keys: { right: KEY } })
    const desk = await Workplace.forTest({ api: api.url, windowSeconds: 1 })
    const page = await browser.open((await serve(desk)).address)
    await addKey(page, 'sk-ant-journey-wrong')

    await drop(page, SAMPLES.small)
    const held = rejectedKey(page)
    await held.waitFor()
    expect(await held.innerText()).toMatch(/No document fails for this.*Replace the API key/s)
    expect(api.bill().answered).toBe(0)

    const notice = page.getByText(/^The text of each chunk goes to the API/)
    expect(await notice.innerText()).toMatch(/page marks.*headings.*title or file name.*names already found/)
    await page.getByRole('button', { name: 'Understood' }).click()
    await notice.waitFor({ state: 'detached' })

    await replaceKey(page, KEY)
    await page.getByRole('link', { name: /^Queue/ }).click()
    await page.getByText('1 document, all ended').waitFor()
    await held.waitFor({ state: 'detached' })
    expect(await page.getByRole('grid').innerText()).toMatch(/1800\.pdf/)
    expect(api.bill()).toMatchObject({ answered: 3, askedTwice: 0 })
    expect(await page.content()).not.toContain(KEY)
    expect(browser.uncaught).toEqual([])
  })
})
