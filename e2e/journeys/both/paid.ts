import { expect, it } from 'vitest'
import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { billedTokens, startApi, WIDE_LIMITS } from '../../hosts/api.ts'
import { SAMPLES } from '../../hosts/samples.ts'
import type { WindowHost } from '../../hosts/window.ts'
import { Workplace } from '../../hosts/workplace.ts'
import { addKey, rejectedKey, replaceKey } from '../../pages/keys.ts'
import { shownTotals, totalsOf } from '../../pages/phase-table.ts'

const KEY = 'sk-ant-journey-right'

export function journeysWithAKey({ open }: WindowHost): void {
  it('tells of a document exactly what the API has billed', async ({ skip }) => {
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const { page, drop, saved, uncaught } = await open(desk, skip)
    await drop(SAMPLES.middle)
    await page.getByText('1 document, all ended').waitFor()
    await page.getByRole('grid').getByTitle('Annual message 1901.pdf', { exact: true }).dblclick()

    const shown = await shownTotals(page)
    const bill = api.bill()
    expect(shown).toEqual(totalsOf(bill))

    await page.getByRole('button', { name: 'More actions' }).click()
    const json = await saved(() => page.getByRole('menuitem', { name: 'Export token report as JSON' }).click())
    const report = JSON.parse(json) as CommandOutput<'report.document'>
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
    expect(uncaught).toEqual([])
  })

  it('holds the queue for a wrong key, says what to do, and goes on when the right one is set', async ({ skip }) => {
    const api = await startApi(1, { limits: WIDE_LIMITS, keys: { right: KEY } })
    const desk = await Workplace.forTest({ api: api.url, windowSeconds: 1 })
    const { page, drop, uncaught } = await open(desk, skip)
    await addKey(page, 'sk-ant-journey-wrong')

    await drop(SAMPLES.small)
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
    expect(uncaught).toEqual([])
  })
}
