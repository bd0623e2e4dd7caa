import { describe, expect, it } from 'vitest'
import { startApi, WIDE_LIMITS } from '../hosts/api.ts'
import { Browser, drop, serve } from '../hosts/browser.ts'
import { cannotRun, Desktop, engineOutside, ON } from '../hosts/desktop.ts'
import { SAMPLES } from '../hosts/samples.ts'
import { until } from '../hosts/until.ts'
import { Workplace } from '../hosts/workplace.ts'

const NAME = 'Annual message 1901.pdf'

const cannotBeSeen = engineOutside || process.platform !== 'linux'

describe.skipIf(cannotRun || cannotBeSeen)(`the desktop window beside a page on one engine ${ON}`, () => {
  it('both show the same and either steers; the window goes on when the engine is killed, and nothing is paid twice', async ({
    skip,
  }) => {
    const browser = await Browser.forTest(skip)
    const api = await startApi(1, { limits: WIDE_LIMITS, latency: { baseMs: 100 } })
    const desk = await Workplace.forTest({ api: api.url, key: 'sk-ant-journey', windowSeconds: 1 })
    const { address, server } = await serve(desk)
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
    await button(page, 'Pause').click()
    await button(desktop.page, 'Resume').waitFor()
    await until(() => api.bill().inFlight === 0)

    const { answered } = api.bill()
    await server.kill('SIGKILL')
    await page.getByRole('alert').filter({ hasText: 'No connection to the engine' }).waitFor()
    await until(() => desktop.ownsEngine())
    // A new server is refused, by the name of the process that has the folder now; the pause still holds.
    const refused = await desk.json<{ error: { message: string } }>(['serve'], 2)
    expect(refused.error.message).toContain(`${await desktop.mainPid()}`)
    await row(desktop.page).waitFor()
    expect(api.bill().answered).toBe(answered)
    await button(desktop.page, 'Resume').click()
    await desktop.page.getByText('1 document, all ended').waitFor()
    expect(api.bill()).toMatchObject({ askedTwice: 0, refusedByLimits: 0 })
    expect(browser.uncaught).toEqual([])
  })
})
