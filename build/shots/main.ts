import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page, type Route } from 'playwright-core'
import { build, preview } from 'vite'
import { FLAGS, setup, whichChromium } from '../../e2e/hosts/chromium.ts'
import { IN_README, SHOTS, THEMES, VIEWS, type Shot, type View } from './shots.ts'

/**
 * Takes a picture of every screen, light and dark, at two sizes, over a made-up engine whose clock stands: into
 * out/shots. Named shots alone where names are given. With --readme the few that the README shows: small, into docs.
 */
const root = join(import.meta.dirname, '..', '..')
const forReadme = process.argv.includes('--readme')
const names = process.argv.slice(2).filter((word) => !word.startsWith('-'))
const folder = join(root, ...(forReadme ? ['docs'] : ['out', 'shots']))
const SAMPLE = readFileSync(join(root, 'build', 'samples', 'Annual message 1800.pdf'))
/** Of the sample as src-renderer/features/document/testing/sample.ts names it. */
const SAMPLE_SHA256 = 'cd'.repeat(32)
const config = { configFile: join(root, 'build', 'vite.config.ts'), mode: 'testing' }
let taken = 0

await setup()
const { path, missing } = whichChromium()
if (path === null) throw new Error(`expected Chromium for the pictures, came: ${missing}`)
await build(config)
const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0 } })
const browser = await chromium.launch({ executablePath: path, args: FLAGS })
const shots = SHOTS.filter(({ name }) => names.length === 0 || names.includes(name))
try {
  if (!forReadme && names.length === 0) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const base = new URL('testing/index.html', server.resolvedUrls?.local[0])
  for (const shot of shots) for (const view of VIEWS) await take(browser, base, shot, view)
} finally {
  await browser.close()
  await server.close()
}
process.stdout.write(`${taken} pictures in ${folder}\n`)

/** One shot at one size, in the themes that are wanted: what a person did first is done once for all of them. */
async function take(from: Browser, base: URL, shot: Shot, { size, suffix }: View): Promise<void> {
  const file = (theme: string) => `${shot.name}-${theme}${suffix}`
  const themes = THEMES.filter((theme) => !forReadme || IN_README.includes(file(theme)))
  if (themes.length === 0) return
  const page = await from.newPage({ viewport: size, reducedMotion: 'reduce' })
  await page.route('**/blob/*', sendSample)
  await page.goto(`${base.href}?situation=${shot.situation}#${shot.hash}`)
  await shot.act?.(page)
  await page.getByText(shot.shows).first().waitFor()
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    await page.evaluate((name) => (document.documentElement.dataset['theme'] = name), theme)
    if (forReadme) writeFileSync(join(folder, `${file(theme)}.webp`), await webpOf(page))
    else await page.screenshot({ path: join(folder, `${file(theme)}.png`) })
    taken += 1
  }
  await page.close()
}

/** The bytes that were asked for of the document whose page is drawn; those of any other are gone. */
async function sendSample(route: Route): Promise<void> {
  if (!route.request().url().endsWith(SAMPLE_SHA256)) return route.fulfill({ status: 404 })
  const [, begin, end] = /^bytes=(\d+)-(\d+)$/.exec((await route.request().headerValue('range')) ?? '') ?? []
  await route.fulfill({ status: 206, body: SAMPLE.subarray(Number(begin), Number(end) + 1) })
}

/** A third of a PNG's size, which Playwright's own screenshots are. */
async function webpOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 70 })
  return Buffer.from(data, 'base64')
}
