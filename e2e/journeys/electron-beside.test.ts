import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { Browser, drop, serve } from '../hosts/browser.ts'
import { cannotRun, Desktop, engineOutside, ON } from '../hosts/desktop.ts'
import type { ReportJson } from '../hosts/json-shapes.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const NAME = 'Annual message 1901.pdf'

const cannotBeSeen = engineOutside || process.platform !== 'linux'

describe.skipIf(cannotRun || cannotBeSeen)(`the desktop window beside a page on one engine ${ON}`, () => {
  it('both show the same and either steers; killed with a call on its way, the engine is followed, then replaced, by the window', async ({
    skip,
  }) => {
    const browser = await Browser.forTest(skip)
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 100 } })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    let { address, server } = await serve(desk)
    const page = await browser.open(address)
    await using desktop = await Desktop.open(desk)
    const row = (at: typeof page) => at.getByRole('grid', { name: 'Documents' }).getByTitle(NAME, { exact: true })
    const button = (at: typeof page, name: string) => at.getByRole('button', { name, exact: true })

    await page.getByText('Drop files or whole folders here').waitFor()
    await drop(page, SAMPLES.middle)
    await row(page).waitFor()
    await row(desktop.page).waitFor()
    await button(desktop.page, 'Pause').click()
    await button(page, 'Resume').click()
    await button(desktop.page, 'Pause').waitFor()
    await until(() => api.bill().answered > 2)
    const { requests } = api.bill()
    const lost = page.getByRole('alert').filter({ hasText: 'No connection to the engine' })
    const kill = async () => {
      await until(() => api.bill().requests > requests && api.bill().inFlight === 1)
      await server.kill('SIGKILL')
      await lost.waitFor()
    }
    // Never answered.
    api.setFaults([{ fault: { kind: 'stall' } }])
    await desktop.whileStopped(async () => {
      await kill()
      server = (await serve(desk)).server
    })
    await lost.waitFor({ state: 'detached' })
    await button(desktop.page, 'Pause').click()
    await button(page, 'Resume').click()
    await button(desktop.page, 'Pause').waitFor()
    expect(await desktop.ownsEngine()).toBe(false)

    await until(() => api.bill().requests > requests + 1)
    api.setFaults([])
    await kill()
    await until(() => desktop.ownsEngine())
    // A new server is refused, by the name of the process that has the folder now.
    const refused = await desk.json<{ error: { message: string } }>(['serve'], 2)
    expect(refused.error.message).toContain(`${await desktop.mainPid()}`)
    await row(desktop.page).waitFor()
    await desktop.page.getByText('1 document, all ended').waitFor()
    // What may be paid twice is what was on its way, and it is named.
    const { answered, ...bill } = api.bill()
    expect(bill).toMatchObject({ askedTwice: 0, billedTwice: 2, refusedByLimits: 0 })
    const { totals } = await desk.json<ReportJson>(['report'])
    expect(totals.calls).toMatchObject({ answered, unknown: 2, refused: 0 })
    expect(browser.uncaught).toEqual([])
  })
})
