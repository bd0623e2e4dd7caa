import { chromium, type Browser, type Page } from 'playwright-core'
import { FLAGS, setup, whichChromium } from '../../e2e/hosts/chromium.ts'

/** The smaller of the two sizes that the screens are made for. */
const VIEW = { width: 1280, height: 800 }

/** A browser for a measure. Throws, with the reason, where there is none. */
export async function openBrowser(flags: readonly string[] = []): Promise<Browser> {
  await setup()
  const { path, missing } = whichChromium()
  if (path === null) throw new Error(`expected Chromium, came: ${missing}`)
  return chromium.launch({ executablePath: path, args: [...FLAGS, ...flags] })
}

/** A page without a cache or anything else of the one before. Closes it after `use`, with its profile. */
export async function inNewPage<T>(browser: Browser, use: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ viewport: VIEW })
  try {
    return await use(await context.newPage())
  } finally {
    await context.close()
  }
}
