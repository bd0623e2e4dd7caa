import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page, type Route } from 'playwright-core'
import { build, preview } from 'vite'
import { FLAGS, setup, whichChromium } from '../../e2e/hosts/chromium.ts'
import { IN_README, PICTURES, type Picture } from './shots.ts'

/**
 * Takes a picture of every screen, light and dark, at two sizes, over a made-up engine whose clock stands: into
 * out/shots. With --readme the few that the README shows: small, into docs.
 */
const root = join(import.meta.dirname, '..', '..')
const forReadme = process.argv.includes('--readme')
const folder = join(root, ...(forReadme ? ['docs'] : ['out', 'shots']))
const SAMPLE = readFileSync(join(root, 'build', 'samples', 'Annual message 1800.pdf'))
const config = { configFile: join(root, 'build', 'vite.config.ts'), mode: 'testing' }

await setup()
const { path, missing } = whichChromium()
if (path === null) throw new Error(`expected Chromium for the pictures, came: ${missing}`)
await build(config)
const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0 } })
const browser = await chromium.launch({ executablePath: path, args: FLAGS })
const pictures = PICTURES.filter(({ file }) => !forReadme || IN_README.includes(file))
try {
  if (!forReadme) rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const base = new URL('testing/index.html', server.resolvedUrls?.local[0])
  for (const picture of pictures) await take(browser, base, picture)
} finally {
  await browser.close()
  await server.close()
}
process.stdout.write(`${pictures.length} pictures in ${folder}\n`)

async function take(from: Browser, base: URL, { file, theme, size, shot }: Picture): Promise<void> {
  const page = await from.newPage({ viewport: size, colorScheme: theme, reducedMotion: 'reduce' })
  await page.route('**/blob/*', sendSample)
  await page.goto(`${base.href}?situation=${shot.situation}&theme=${theme}#${shot.hash}`)
  await shot.act?.(page)
  await page.getByText(shot.shows).first().waitFor()
  if (forReadme) writeFileSync(join(folder, `${file}.webp`), await webpOf(page))
  else await page.screenshot({ path: join(folder, `${file}.png`) })
  await page.close()
}

/** The bytes that were asked for of the document whose page is drawn. */
async function sendSample(route: Route): Promise<void> {
  const [, begin, end] = /^bytes=(\d+)-(\d+)$/.exec((await route.request().headerValue('range')) ?? '') ?? []
  await route.fulfill({ status: 206, body: SAMPLE.subarray(Number(begin), Number(end) + 1) })
}

/** A third of a PNG's size, which Playwright's own screenshots are. */
async function webpOf(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page)
  const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality: 70 })
  return Buffer.from(data, 'base64')
}
