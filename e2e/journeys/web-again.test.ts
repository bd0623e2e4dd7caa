import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { Browser, drop, serve } from '../hosts/browser.ts'
import type { ReportJson } from '../hosts/json-shapes.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const KEY = 'sk-ant-journey'

describe('what the window offers to read again', () => {
  it('the gap of a document alone, told with its code and remedy', async ({ skip }) => {
    const browser = await Browser.forTest(skip)
    const refusal = { match: { containing: 'manufacture of arms' }, fault: { kind: 'refusal' as const } }
    const api = await startApi(1, { limits: WIDE_LIMITS, faults: [refusal] })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const page = await browser.open((await serve(desk)).address)
    await drop(page, SAMPLES.small)
    await page.getByText('1 document, all ended').waitFor()
    await page.getByRole('grid').getByTitle('Annual message 1800.pdf', { exact: true }).dblclick()
    const gaps = page.getByRole('region', { name: 'Gaps' })
    await gaps.getByText('model_refused').waitFor()
    expect(await gaps.innerText()).toMatch(/retry the gap with another model/)
    await gaps.getByRole('link', { name: 'Choose another model…' }).waitFor()

    const { requests } = api.bill()
    api.setFaults([])
    await page.getByRole('button', { name: /^Retry the gap, ≈ \$/ }).click()
    await gaps.getByText('None: no page was lost.').waitFor()
    expect(api.bill().requests).toBe(requests + 1)
    expect(browser.uncaught).toEqual([])
  })

  it('one gap of two, at its own price, and then all that are left', async ({ skip }) => {
    const browser = await Browser.forTest(skip)
    const refusal = { match: { containing: 'manufacture of arms' }, fault: { kind: 'refusal' as const } }
    const truncation = { match: { containing: 'adjournment of Congress' }, fault: { kind: 'truncated' as const } }
    const api = await startApi(1, { limits: WIDE_LIMITS, faults: [refusal, truncation] })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const page = await browser.open((await serve(desk)).address)
    await drop(page, SAMPLES.small)
    await page.getByText('1 document, all ended').waitFor()
    await page.getByRole('grid').getByTitle('Annual message 1800.pdf', { exact: true }).dblclick()
    const gaps = page.getByRole('region', { name: 'Gaps' })
    const refused = gaps.getByRole('listitem').filter({ hasText: 'model_refused' })
    const truncated = gaps.getByRole('listitem').filter({ hasText: 'answer_truncated' })
    await truncated.waitFor()

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
    expect(browser.uncaught).toEqual([])
  })

  it('what was read without a model, at its price, and never by itself', async ({ skip }) => {
    const browser = await Browser.forTest(skip)
    const api = await startApi(1, { limits: WIDE_LIMITS })
    const desk = await Workplace.forTest({ api: api.url, windowSeconds: 1 })
    const page = await browser.open((await serve(desk)).address)
    await drop(page, SAMPLES.small)
    await page.getByText('1 document, all ended').waitFor()
    await page.getByRole('link', { name: 'Settings' }).click()
    await page.getByRole('textbox', { name: 'API key' }).fill(KEY)
    await page.getByRole('button', { name: 'Save the key' }).click()
    await page.getByText(/accepted .* for claude/).waitFor()

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
    expect(browser.uncaught).toEqual([])
  })
})
