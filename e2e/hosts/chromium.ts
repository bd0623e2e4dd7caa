import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { chromium } from 'playwright-core'
import { canInstall, install } from './apt.ts'

/** Where the path stands once it is found: for every test's process, and for the stand-in that shows Electron's windows. */
const PATH_IN = 'STANDIN_CHROMIUM'
/** Why there is none. */
const REASON_IN = 'NO_CHROMIUM_BECAUSE'

const NAMES = ['chromium', 'google-chrome', 'chrome', 'chromium-browser', 'google-chrome-stable']

/** A download of some 100 MB; longer, and the journeys go without. */
const INSTALL_MS = 4 * 60_000
const START_MS = 20_000

/** Nothing but the page: no first-run tour, no traffic of the browser's own. */
export const FLAGS = [
  '--headless',
  // The sandbox refuses root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** Before the journeys, once: finds Chromium or says why there is none. */
export async function setup(): Promise<void> {
  const found = foundChromium() ?? (await installed())
  if (found !== null) process.env[PATH_IN] = found
}

/** The path of Chromium, or why these tests are skipped. */
export function whichChromium(): { path: string; missing: null } | { path: null; missing: string } {
  const path = foundChromium()
  return path === null ? { path, missing: process.env[REASON_IN] ?? 'no Chromium found' } : { path, missing: null }
}

/** On the PATH, else what Playwright has downloaded. */
function foundChromium(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const names = process.platform === 'win32' ? NAMES.map((name) => `${name}.exe`) : NAMES
  const places = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  const onPath = [process.env[PATH_IN] ?? '', ...places].find((path) => path !== '' && existsSync(path))
  if (onPath !== undefined) return onPath
  const downloaded = chromium.executablePath()
  return existsSync(downloaded) && starts(downloaded) ? downloaded : null
}

/** A download brings no system libraries: without them it is no browser. */
function starts(path: string): boolean {
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: START_MS }).status === 0
}

/** By Playwright, else as root on Debian by apt. */
async function installed(): Promise<string | null> {
  if (await downloads()) {
    const found = foundChromium()
    if (found !== null) return found
  }
  if (canInstall() && (await install('chromium', INSTALL_MS))) return foundChromium()
  process.env[REASON_IN] = 'no Chromium found, and neither Playwright nor apt-get could bring one'
  return null
}

/** Says nothing of a failure: apt may do it, and else the reason of the skipped journeys tells. */
async function downloads(): Promise<boolean> {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js')
  const child = spawn(process.execPath, [cli, 'install', 'chromium', '--no-shell'], {
    stdio: 'ignore',
    timeout: INSTALL_MS,
  })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0
}
