import { expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { Browser, drop, serve } from '../hosts/browser.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { Workplace } from '../hosts/workplace.ts'

const KEY = 'sk-ant-journey'
const FINISHING = 'Finishing this document, then pausing'

it('says from the click on that it pauses after this document, and lets that be taken back', async ({ skip }) => {
  const browser = await Browser.forTest(skip)
  // No document ends before the test lets it.
  const api = await startApi(1, { limits: WIDE_LIMITS, keys: {} })
  const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
  const page = await browser.open((await serve(desk)).address)
  await drop(page, SAMPLES.small, SAMPLES.middle)
  const bar = page.getByRole('contentinfo')
  const row = page.getByRole('row').filter({ hasText: '1800.pdf' })
  const finish = async () => {
    await page.getByRole('button', { name: 'More ways to pause' }).click()
    await page.getByRole('menuitem', { name: 'Finish this document, then pause' }).click()
    await page.getByRole('status').filter({ hasText: FINISHING }).waitFor()
    await bar.getByText(FINISHING).waitFor()
  }
  await row.getByText('held: key rejected').waitFor()
  await finish()
  await row.getByText('then the queue pauses').waitFor()
  expect((await desk.run('queue')).stdout).toMatch(/finishing Annual message 1800\.pdf, then pausing; .*resume/)

  await page.getByRole('button', { name: 'Do not pause' }).click()
  await bar.getByText('Waiting').waitFor()
  await finish()
  api.allowKey('ours', KEY)
  await page.getByRole('button', { name: 'Try now' }).click()
  await page.getByRole('button', { name: 'Resume' }).waitFor()
  await bar.getByText('Paused').waitFor()
  expect(api.bill().answered).toBe(3)
  expect(await row.innerText()).toContain('completed')
  expect(browser.uncaught).toEqual([])
})
