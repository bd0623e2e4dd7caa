import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { build, preview } from 'vite'
import { FLAGS, setup, whichChromium } from '../../e2e/hosts/chromium.ts'
import { SHOTS, THEMES, VIEWS } from './shots.ts'

/** Takes a picture of every screen, light and dark, at two sizes, over a made-up engine whose clock stands: into out/shots. */
const root = join(import.meta.dirname, '..', '..')
const folder = join(root, 'out', 'shots')
const config = { configFile: join(root, 'build', 'vite.config.ts'), mode: 'testing' }

await setup()
const { path, missing } = whichChromium()
if (path === null) throw new Error(`expected Chromium for the pictures, came: ${missing}`)
await build(config)
const server = await preview({ ...config, preview: { host: '127.0.0.1', port: 0 } })
const browser = await chromium.launch({ executablePath: path, args: FLAGS })
try {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const base = new URL('testing/index.html', server.resolvedUrls?.local[0])
  for (const [theme, { size, suffix }] of THEMES.flatMap((theme) => VIEWS.map((view) => [theme, view] as const))) {
    const context = await browser.newContext({ viewport: size, colorScheme: theme, reducedMotion: 'reduce' })
    for (const { name, situation, hash, act, shows } of SHOTS) {
      const page = await context.newPage()
      await page.goto(`${base.href}?situation=${situation}&theme=${theme}#${hash}`)
      await act?.(page)
      await page.getByText(shows).first().waitFor()
      await page.screenshot({ path: join(folder, `${name}-${theme}${suffix}.png`) })
      await page.close()
    }
    await context.close()
  }
} finally {
  await browser.close()
  await server.close()
}
process.stdout.write(`${SHOTS.length * THEMES.length * VIEWS.length} pictures in ${folder}\n`)
