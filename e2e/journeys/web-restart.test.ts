import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { Browser, drop, serve, type Serving } from '../hosts/browser.ts'
import type { ReportJson } from '../hosts/json-shapes.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const KEY = 'sk-ant-journey'

describe('pages that stay open', () => {
  it.skipIf(process.platform === 'win32')(
    'a pause outlives the engine: the page connects to the next one by itself, resumes, and nothing is paid twice',
    async ({ skip }) => {
      const browser = await Browser.forTest(skip)
      const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 200 } })
      const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
      const first = await serve(desk)
      const page = await browser.open(first.address)
      await page.evaluate(() => Object.assign(globalThis, { sameDocument: true }))
      await drop(page, SAMPLES.middle)
      await until(() => api.bill().answered > 2)
      await page.getByRole('button', { name: 'Pause', exact: true }).click()
      const resume = page.getByRole('button', { name: 'Resume', exact: true })
      await resume.waitFor()
      const paid = await until(() => (api.bill().inFlight === 0 ? api.bill().answered : null))

      expect(await first.server.kill('SIGTERM')).toMatchObject({ code: 143 })
      const lost = page.getByRole('alert').filter({ hasText: 'No connection to the engine' })
      await lost.waitFor()
      expect((await serve(desk)).origin).toBe(first.origin)
      await lost.waitFor({ state: 'detached' })
      await resume.waitFor()
      expect(await page.getByRole('contentinfo').innerText()).toContain('Paused')
      expect(api.bill().answered).toBe(paid)

      await resume.click()
      await page.getByText('1 document, all ended').waitFor()
      const { totals } = await desk.json<ReportJson>(['report'])
      expect(api.bill()).toMatchObject({ askedTwice: 0, answered: totals.calls.answered })
      expect(await page.evaluate(() => (globalThis as { sameDocument?: boolean }).sameDocument)).toBe(true)
      expect(browser.uncaught).toEqual([])
    },
  )

  it('two pages on one engine see the same, and either steers', async ({ skip }) => {
    const browser = await Browser.forTest(skip)
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 200 } })
    const desk = await Workplace.forTest({ api: api.url, key: KEY, windowSeconds: 1 })
    const serving = await serve(desk)
    const one = await browser.open(serving.address)
    const two = await browser.open(await anotherAddress(desk, serving))
    await drop(one, SAMPLES.middle)
    await two.getByRole('grid').getByTitle('Annual message 1901.pdf', { exact: true }).waitFor()
    await until(() => api.bill().answered > 0)
    await two.getByRole('button', { name: 'Pause', exact: true }).click()
    await one.getByRole('button', { name: 'Resume', exact: true }).click()
    await two.getByRole('button', { name: 'Pause', exact: true }).waitFor()
    await two.getByText('1 document, all ended').waitFor()
    await one.getByText('1 document, all ended').waitFor()
    const row = async (page: typeof one) => (await page.getByRole('row').nth(1).innerText()).split('\n')
    expect(await row(two)).toEqual(await row(one))
    expect(api.bill().askedTwice).toBe(0)
    expect(browser.uncaught).toEqual([])
  })
})

/** A new one-use code, as a script asks for it. */
async function anotherAddress(desk: Workplace, { server, origin }: Serving): Promise<string> {
  const [, file] = await server.says(/the token is in (\S+);/)
  const token = await readFile(file ?? join(desk.data, 'serve-token'), 'utf8')
  const answer = await fetch(`${origin}code`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' },
  })
  const { address } = (await answer.json()) as { address: string }
  return address
}
