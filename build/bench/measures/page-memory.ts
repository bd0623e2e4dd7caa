import type { CDPSession } from 'playwright-core'
import { inNewPage, openBrowser } from '../browser-in-hand.ts'
import { figure, type Measure } from '../figure.ts'
import { makeFeed, serveTestingPage, type FedPage } from '../testing-page.ts'

const A_SECOND = 200
const MINUTES = 60
/** What a page holds for good it holds by then: lists are as long as they get, code is compiled. */
const SETTLED = 15
const LOOK_EVERY = 5
/** Less than three bytes for each event; a heap after a collection differs by as much from one look to the next. */
const FLAT = 2

export const pageMemory: Measure = {
  about:
    `The window's heap in Chromium, after a forced collection, every ${LOOK_EVERY} of ${MINUTES} virtual minutes of ${A_SECOND} events a ` +
    'second over 10,000 documents of a made-up engine: the page is given a second of events a frame, and a clock that goes ' +
    `as fast. The growth is that of the line that fits minutes ${SETTLED} to ${MINUTES} best, for an hour.`,
  async run(tell) {
    const served = await serveTestingPage()
    // A frame is drawn as soon as the one before it is done.
    const browser = await openBrowser(['--disable-frame-rate-limit', '--disable-gpu-vsync'])
    try {
      const heaps = await inNewPage(browser, async (page) => {
        await page.goto(served.address)
        await page.locator('[role="row"][aria-selected]').first().waitFor()
        await makeFeed(page)
        const session = await page.context().newCDPSession(page)
        const seen: { minute: number; megabytes: number }[] = []
        for (let minute = LOOK_EVERY; minute <= MINUTES; minute += LOOK_EVERY) {
          await page.evaluate(goOn, { seconds: LOOK_EVERY * 60, perSecond: A_SECOND })
          seen.push({ minute, megabytes: await heapOf(session) })
          tell(`minute ${minute} of ${MINUTES}: ${seen.at(-1)?.megabytes.toFixed(1)} MB`)
        }
        return seen
      })
      const settled = heaps.filter(({ minute }) => minute >= SETTLED)
      return [
        figure(
          'heap of the page',
          'MB',
          settled.map(({ megabytes }) => megabytes),
        ),
        figure('growth in an hour', 'MB', [60 * slopeOf(settled)], { of: 'max', atMost: FLAT }),
      ]
    } finally {
      await browser.close()
      await served.close()
    }
  },
}

async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage')
  return (await session.send('Runtime.getHeapUsage')).usedSize / 1e6
}

/** By least squares: megabytes a minute. */
function slopeOf(heaps: readonly { minute: number; megabytes: number }[]): number {
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const minute = mean(heaps.map((heap) => heap.minute))
  const megabytes = mean(heaps.map((heap) => heap.megabytes))
  const together = heaps.reduce((sum, heap) => sum + (heap.minute - minute) * (heap.megabytes - megabytes), 0)
  return together / heaps.reduce((sum, heap) => sum + (heap.minute - minute) ** 2, 0)
}

/** Runs in the page: so many virtual seconds, a frame for each. */
async function goOn({ seconds, perSecond }: { seconds: number; perSecond: number }): Promise<void> {
  const { feed } = globalThis as FedPage
  for (let second = 0; second < seconds; second += 1) {
    const now = Date.now() + 1000
    Date.now = () => now
    feed(perSecond, now)
    await new Promise((resolve) => requestAnimationFrame(resolve))
  }
}
