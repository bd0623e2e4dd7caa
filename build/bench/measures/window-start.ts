import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { inNewPage, openBrowser } from '../browser-in-hand.ts'
import { figure, type Measure } from '../figure.ts'
import { queuedDocuments } from '../queued-documents.ts'
import { startServing, type Serving } from '../serving.ts'

const MANY = 10_000
const FEW = 100
const RUNS = 9

/** What a new page tells of its start. */
interface Start {
  /** Milliseconds from the start of the navigation. */
  firstPaint: number
  usable: number
  /** gzip, of 1000 bytes. */
  kilobytes: number
}

export const windowStart: Measure = {
  about:
    `The window in Chromium with ${MANY} documents beside ${FEW}, in turn, each in a new profile, so that nothing is ` +
    'cached: from the start of the navigation until the first row has been painted and a click at its middle would meet it. ' +
    'The scripts and styles are those that were asked for by then, as gzip would make them (nothing is compressed on loopback).',
  async run(tell) {
    tell(`queueing ${FEW} and ${MANY} documents`)
    const few = await startServing(await queuedDocuments(FEW))
    const many = await startServing(await queuedDocuments(MANY))
    const browser = await openBrowser()
    const starts = { few: [] as Start[], many: [] as Start[] }
    try {
      // The first page of a browser pays for the browser.
      await open(browser, few)
      for (let run = 0; run < RUNS; run += 1) {
        tell(`run ${run + 1} of ${RUNS}`)
        starts.few.push(await open(browser, few))
        starts.many.push(await open(browser, many))
      }
    } finally {
      await browser.close()
      await few.close()
      await many.close()
    }
    const of = (list: Start[], name: keyof Start) => list.map((start) => start[name])
    return [
      figure(`usable, ${MANY} documents`, 'ms', of(starts.many, 'usable'), { of: 'median', atMost: 2000 }),
      figure(`usable, ${FEW} documents`, 'ms', of(starts.few, 'usable')),
      figure(
        `usable, ${MANY} ÷ ${FEW}`,
        '',
        starts.many.map(({ usable }, i) => usable / (starts.few[i]?.usable ?? usable)),
      ),
      figure(`first paint, ${MANY} documents`, 'ms', of(starts.many, 'firstPaint')),
      figure('scripts and styles until then', 'kB', of(starts.many, 'kilobytes'), { of: 'max', atMost: 300 }),
    ]
  },
}

function open(browser: Browser, serving: Serving): Promise<Start> {
  return inNewPage(browser, async (page) => {
    const bodies: Promise<Buffer>[] = []
    page.on('response', (response) => {
      if (/\.(?:js|css)$/.test(new URL(response.url()).pathname)) bodies.push(response.body())
    })
    await page.addInitScript(watchFirstRow)
    await page.goto(await serving.newAddress())
    await page.waitForFunction(() => (globalThis as Usable).usableAt !== undefined)
    const loaded = bodies.slice()
    const { usable, firstPaint } = await page.evaluate(() => ({
      usable: (globalThis as Usable).usableAt ?? 0,
      firstPaint: performance.getEntriesByName('first-paint')[0]?.startTime ?? 0,
    }))
    const kilobytes = (await Promise.all(loaded)).reduce((sum, body) => sum + gzipSync(body).length / 1000, 0)
    return { usable, firstPaint, kilobytes }
  })
}

type Usable = { usableAt?: number }

/** Runs in the page, before its own scripts: looks in every frame, and tells when the frame after the first row has begun. */
function watchFirstRow(): void {
  const look = () => {
    const row = document.querySelector('[role="grid"] [role="row"][aria-selected]')
    const box = row?.getBoundingClientRect()
    const met = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)
    if (row?.contains(met ?? null)) {
      requestAnimationFrame(() => ((globalThis as Usable).usableAt = performance.now()))
    } else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
