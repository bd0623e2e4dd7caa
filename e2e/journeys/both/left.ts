import { expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../../hosts/api.ts'
import type { ReportJson } from '../../hosts/json-shapes.ts'
import { SAMPLES } from '../../hosts/samples.ts'
import { until } from '../../hosts/until.ts'
import type { WindowHost } from '../../hosts/window.ts'
import { Workplace } from '../../hosts/workplace.ts'

const KEY = 'sk-ant-journey'

export function journeysOfWhatIsLeftToDo({ open }: WindowHost): void {
  it('shows what the model declined: one is tried again alone, the other is discarded and still counted', async ({
    skip,
  }) => {
    const refuse = (containing: string) => ({ match: { containing }, fault: { kind: 'refusal' as const } })
    const faults = [refuse('King of Prussia'), refuse('manufacture of arms')]
    const api = await startApi(1, { limits: WIDE_LIMITS, faults })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const { page, drop, uncaught } = await open(desk, skip)
    await drop(SAMPLES.small)
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
    expect(uncaught).toEqual([])
  })

  it('offers one gap of two again, with its code and remedy, at its own price, and then all that are left', async ({
    skip,
  }) => {
    const refusal = { match: { containing: 'manufacture of arms' }, fault: { kind: 'refusal' as const } }
    const truncation = { match: { containing: 'adjournment of Congress' }, fault: { kind: 'truncated' as const } }
    const api = await startApi(1, { limits: WIDE_LIMITS, faults: [refusal, truncation] })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const { page, drop, uncaught } = await open(desk, skip)
    await drop(SAMPLES.small)
    await page.getByText('1 document, all ended').waitFor()
    await page.getByRole('grid').getByTitle('Annual message 1800.pdf', { exact: true }).dblclick()
    const gaps = page.getByRole('region', { name: 'Gaps' })
    const refused = gaps.getByRole('listitem').filter({ hasText: 'model_refused' })
    const truncated = gaps.getByRole('listitem').filter({ hasText: 'answer_truncated' })
    await truncated.waitFor()
    expect(await refused.innerText()).toMatch(/retry the gap with another model/)
    await refused.getByRole('link', { name: 'Choose another model…' }).waitFor()

    const { requests } = api.bill()
    api.setFaults([])
    await refused.getByRole('button', { name: /^Retry it, ≈ \$/ }).click()
    await refused.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: /^Retry the gap, ≈ \$/ }).waitFor()
    expect(await truncated.count()).toBe(1)
    expect(api.bill().requests).toBe(requests + 1)

    await page.getByRole('button', { name: /^Retry the gap, ≈ \$/ }).click()
    await gaps.getByText('None: no page was lost.').waitFor()
    expect(api.bill().requests).toBe(requests + 2)
    expect(uncaught).toEqual([])
  })

  it('offers what was read without a model again, at its price, and never by itself', async ({ skip }) => {
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, windowSeconds: 1 })
    const { page, drop, uncaught } = await open(desk, skip)
    await drop(SAMPLES.small)
    await page.getByText('1 document, all ended').waitFor()
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('textbox', { name: 'API key' }).fill(KEY)
    await page.getByRole('button', { name: 'Save the key' }).click()
    await page.getByText(/accepted .* for claude/).waitFor()
    // What another terminal changes is shown, also where it was changed here before.
    const pace = page.getByRole('radiogroup', { name: 'Pace' })
    await pace.getByRole('radio', { name: /^Tight/ }).click()
    await pace.getByRole('radio', { name: /^Tight/, checked: true }).waitFor()
    await desk.json(['config', 'set', 'pace', 'normal'])
    await pace.getByRole('radio', { name: /^Normal/, checked: true }).waitFor()

    await page.getByRole('link', { name: /^Queue/ }).click()
    await page.getByText('1 document was read without a model').waitFor()
    const readAgain = page.getByRole('button', { name: /^Read it again, ≈ \$0\.\d+$/ })
    await readAgain.waitFor()
    expect(api.bill().answered).toBe(0)

    await readAgain.click()
    await readAgain.waitFor({ state: 'detached' })
    const read = await until(async () => {
      const [document] = (await desk.json<ReportJson>(['report'])).documents
      return document?.state === 'completed' && document.calls.answered === 3 ? document : null
    })
    expect(Math.round(read.costUsd * 1e6)).toBe(api.bill().costMicroUsd)
    expect(api.bill()).toMatchObject({ answered: 3, askedTwice: 0 })
    expect(uncaught).toEqual([])
  })
}
