import type { CDPSession } from 'playwright-core'
import { inNewPage, openBrowser } from '../browser-in-hand.ts'
import { figure, type Measure } from '../figure.ts'
import { makeFeed, serveTestingPage, type FedPage } from '../testing-page.ts'

const A_SECOND = 200
/** What a page holds for good it holds by then: lists are as long as they get, code is compiled. */
const SETTLED = 15
/** The two stretches that are compared, an hour from the end of one to the end of the other. */
const STRETCH = 15
const MINUTES = SETTLED + STRETCH + 60
/** Less than three bytes for each event. */
const FLAT = 2

export const pageMemory: Measure = {
  about:
    `The window's heap in Chromium, after a forced collection, each of ${MINUTES} virtual minutes of ${A_SECOND} events a ` +
    'second over 10,000 documents of a made-up engine: the page is given a second of events a frame, and a clock that goes ' +
    `as fast. The first ${SETTLED} do not count. How many earlier states of its rows the page still holds, for what it drew ` +
    `last, differs from look to look; so the growth is from the lowest of the next ${STRETCH} minutes to the lowest of ${STRETCH} an hour later.`,
  async run(tell) {
    const served = await serveTestingPage()
    // A frame is drawn as soon as the one before it is done.
    const browser = await openBrowser(['--disable-frame-rate-limit', '--disable-gpu-vsync'])
    try {
      const looks = await inNewPage(browser, async (page) => {
        await page.goto(served.address)
        await page.locator('[role="row"][aria-selected]').first().waitFor()
        await makeFeed(page)
        const session = await page.context().newCDPSession(page)
        const seen: Look[] = []
        for (let minute = 1; minute <= MINUTES; minute += 1) {
          await page.evaluate(goOn, { seconds: 60, perSecond: A_SECOND })
          const look = await lookAt(session)
          seen.push(look)
          tell(`minute ${minute} of ${MINUTES}: ${look.megabytes.toFixed(1)} MB`)
        }
        return seen.slice(SETTLED)
      })
      const heaps = looks.map(({ megabytes }) => megabytes)
      const lowest = (from: number, to?: number) => Math.min(...heaps.slice(from, to))
      return [
        figure('heap of the page', 'MB', heaps),
        figure('growth in an hour', 'MB', [lowest(-STRETCH) - lowest(0, STRETCH)], { of: 'max', atMost: FLAT }),
        figure(
          'nodes of the page, detached ones too',
          '',
          looks.map(({ nodes }) => nodes),
        ),
      ]
    } finally {
      await browser.close()
      await served.close()
    }
  },
}

interface Look {
  megabytes: number
  nodes: number
}

async function lookAt(session: CDPSession): Promise<Look> {
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  const { nodes } = await session.send('Memory.getDOMCounters')
  return { megabytes: usedSize / 1e6, nodes }
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
