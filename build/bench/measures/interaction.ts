import type { CDPSession, Page } from 'playwright-core'
import { watchInteractions } from '../../../e2e/hosts/interactions.ts'
import { inNewPage, openBrowser } from '../browser-in-hand.ts'
import { figure, type Measure } from '../figure.ts'
import { makeFeed, serveTestingPage, type FedPage } from '../testing-page.ts'

const A_SECOND = 200
const ROUNDS = 8

export const interaction: Measure = {
  about:
    `Each click and key from the input until the frame that shows its effect (Event Timing, in steps of 8 ms), in Chromium ` +
    `with 10,000 documents of a made-up engine, while ${A_SECOND} events a second come, every tenth moving a row: rows chosen ` +
    'and walked by key and mouse, filters, the search by name, a document opened and left, other screens. A step’s processor time is that of the page’s thread from before an input until two frames later, with the events that come meanwhile. ' +
    'Idle is the same without events: where that is slow, the machine is busy.',
  async run(tell) {
    const served = await serveTestingPage()
    const browser = await openBrowser()
    const measured = (events: number) =>
      inNewPage(browser, async (page) => {
        tell(events === 0 ? 'idle' : `${events} events a second`)
        const interactions = await watchInteractions(page.context())
        await page.goto(served.address)
        await page.locator('[role="row"][aria-selected]').first().waitFor()
        await makeFeed(page)
        await page.evaluate(startFeed, events)
        const session = await page.context().newCDPSession(page)
        await session.send('Performance.enable')
        const cpu: number[] = []
        const step = async (act: () => Promise<void>) => {
          const before = await threadMs(session)
          await act()
          await page.evaluate(twoFrames)
          cpu.push((await threadMs(session)) - before)
        }
        for (let round = 0; round < ROUNDS; round += 1) await use(page, step)
        const fed = await page.evaluate(fedASecond)
        return { samples: await interactions.durations(), cpu, fed }
      })
    try {
      const idle = await measured(0)
      const busy = await measured(A_SECOND)
      const [withEvents, without] = [
        figure('interaction', 'ms', busy.samples, { of: 'p95', atMost: 100 }),
        figure('interaction, idle', 'ms', idle.samples),
      ]
      return [
        withEvents,
        without,
        figure('processor time of a step', 'ms', busy.cpu),
        figure('with events ÷ idle, p95', '', [withEvents.p95 / without.p95]),
        figure('events that came', 'a second', [busy.fed]),
      ]
    } finally {
      await browser.close()
      await served.close()
    }
  },
}

type Step = (act: () => Promise<void>) => Promise<void>

/** What a person does, a step for each click and key. */
async function use(page: Page, step: Step): Promise<void> {
  const grid = page.getByRole('grid', { name: 'Documents' })
  const rows = grid.locator('[role="row"][aria-selected]')
  const keys = async (...names: string[]) => {
    for (const name of names) await step(() => page.keyboard.press(name))
  }
  await step(() => rows.nth(2).click())
  await keys('ArrowDown', 'ArrowDown', 'ArrowDown', 'PageDown', 'PageDown', 'End', 'Home', ' ', 'Shift+ArrowDown')
  await keys('Escape')
  for (const filter of [/^Working/, /^Waiting/, /^Completed/, /^Needs you/, /^All/]) {
    await step(() => page.getByRole('radio', { name: filter }).click())
  }
  await step(() => page.getByRole('searchbox', { name: 'Find a document by name' }).click())
  await keys('v', 'o', 'l', 'Control+A', 'Delete')
  await step(() => rows.first().click())
  await keys('Home', 'Enter')
  await grid.waitFor({ state: 'detached' })
  for (const screen of [/^Activity/, /^Graph/, /^Queue/]) {
    await step(() => page.getByRole('link', { name: screen }).click())
  }
  await grid.waitFor()
}

/** Processor time that the page's thread has had: what other work on the machine hardly changes. */
async function threadMs(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics')
  const seconds = metrics.find(({ name }) => name === 'ThreadTime')?.value
  if (seconds === undefined) throw new Error('expected Chromium to tell the time of its thread, it did not')
  return seconds * 1000
}

function twoFrames(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))))
}

type Feeding = FedPage & {
  began: number
  fed: number
}

/** As many as are due by the clock, so that a busy page gets them all the same. */
function startFeed(events: number): void {
  const page = globalThis as Feeding
  page.began = performance.now()
  page.fed = 0
  setInterval(() => {
    const due = Math.floor(((performance.now() - page.began) / 1000) * events) - page.fed
    page.feed(due, Date.now())
    page.fed += due
  }, 5)
}

function fedASecond(): number {
  const { fed, began } = globalThis as Feeding
  return fed / ((performance.now() - began) / 1000)
}
