import { appendFile, readFile } from 'node:fs/promises'
import { chromium, type Browser as Chromium, type Page } from 'playwright-core'
import { onTestFinished } from 'vitest'
import { FLAGS, whichChromium } from './chromium.ts'
import type { Running } from './cli.ts'
import { INTERACTIONS_IN, watchInteractions, type Interactions } from './interactions.ts'
import type { Workplace } from './workplace.ts'

/** Of a test's context. */
export type Skip = (condition: boolean, note?: string) => void

/** Less than a test may take, so that its error says what was waited for; never how long something should take. */
const PATIENCE_MS = 150_000

const VIEW = { width: 1280, height: 800 }

/** A browser with the window's pages in it. */
export class Browser {
  /** What was thrown in a page and caught by nobody; a window at work has none. */
  readonly uncaught: string[] = []
  private readonly chromium: Chromium
  private readonly watched: Interactions[] = []

  private constructor(opened: Chromium) {
    this.chromium = opened
  }

  /** Ends with the test. Skips the test, with the reason, where there is no Chromium. */
  static async forTest(skip: Skip): Promise<Browser> {
    const { path, missing } = whichChromium()
    skip(path === null, missing ?? '')
    const opened = await chromium.launch({ executablePath: path ?? '', args: FLAGS })
    const browser = new Browser(opened)
    onTestFinished(async () => {
      await browser.leaveInteractions()
      await opened.close()
    })
    return browser
  }

  /** Opens the page in a profile of its own, and waits until it shows the engine's state. */
  async open(address: string): Promise<Page> {
    const context = await this.chromium.newContext({ viewport: VIEW, acceptDownloads: true })
    if (process.env[INTERACTIONS_IN] !== undefined) this.watched.push(await watchInteractions(context))
    const page = await context.newPage()
    page.on('pageerror', (error) => this.uncaught.push(String(error)))
    await page.goto(address)
    await connected(page)
    return page
  }

  private async leaveInteractions(): Promise<void> {
    for (const interactions of this.watched) {
      const lines = (await interactions.durations()).map((duration) => `${duration}\n`)
      await appendFile(process.env[INTERACTIONS_IN] ?? '', lines.join(''))
    }
  }
}

/** Resolves when a page shows the engine's state. */
export async function connected(page: Page): Promise<void> {
  page.setDefaultTimeout(PATIENCE_MS)
  const bar = page.getByRole('contentinfo')
  await bar.getByText('Connecting').waitFor({ state: 'detached' })
  await bar.getByText(/in queue/).waitFor()
}

/** `serve` at work, with the address it has printed. */
export interface Serving {
  server: Running
  /** Of the page, with its one-use code. */
  address: string
  /** `http://127.0.0.1:PORT/`. */
  origin: string
}

export async function serve(desk: Workplace, ...args: string[]): Promise<Serving> {
  const server = desk.start('serve', ...args)
  const [address, origin] = await server.says(/(http:\/\/127\.0\.0\.1:\d+\/)#code=\S+/)
  return { server, address, origin: origin ?? '' }
}

/**
 * Drops files and folders from the system onto the page: the browser itself reads them. A drag made by the DevTools
 * protocol sometimes ends without a drop event, unlike a hand's: then it is made again.
 */
export async function drop(page: Page, ...paths: string[]): Promise<void> {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: paths, dragOperationsMask: 1 }
  await page.evaluate(() => {
    const heard = globalThis as { drops?: number }
    heard.drops = 0
    addEventListener('drop', () => (heard.drops = 1), { capture: true, once: true })
  })
  for (let tries = 0; tries < 5; tries++) {
    for (const type of ['dragEnter', 'dragOver', 'dragOver', 'drop'] as const) {
      await session.send('Input.dispatchDragEvent', { type, x: 400, y: 300, data })
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))
    }
    if (await page.evaluate(() => (globalThis as { drops?: number }).drops === 1)) break
  }
  await session.detach()
}

/** The text of the file that a page saves after an act. */
export async function download(page: Page, act: () => Promise<void>): Promise<string> {
  const saved = page.waitForEvent('download')
  await act()
  return readFile(await (await saved).path(), 'utf8')
}
