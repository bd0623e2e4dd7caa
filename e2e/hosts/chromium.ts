import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'
import { canInstall, install } from './apt.ts'

/** Where the path stands once it is found: for every test's process, and for the stand-in that shows Electron's windows. */
const PATH_IN = 'STANDIN_CHROMIUM'
/** Why there is none. */
const REASON_IN = 'SLUICE_NO_CHROMIUM'

const NAMES = ['chromium', 'google-chrome', 'chrome', 'chromium-browser', 'google-chrome-stable']

/** A download of some 100 MB; longer, and the journeys go without. */
const INSTALL_MS = 4 * 60_000

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
  if (found === null) process.env[REASON_IN] ??= 'no Chromium on the PATH nor of Playwright; install one'
  else process.env[PATH_IN] = found
}

/** The path of Chromium, or why these tests are skipped. */
export function whichChromium(): { path: string; missing: null } | { path: null; missing: string } {
  const path = foundChromium()
  return path === null ? { path, missing: process.env[REASON_IN] ?? 'no Chromium found' } : { path, missing: null }
}

/** On the PATH, else Playwright's own download. */
function foundChromium(): string | null {
  const folders = (process.env['PATH'] ?? '').split(delimiter)
  const names = process.platform === 'win32' ? NAMES.map((name) => `${name}.exe`) : NAMES
  const places = folders.flatMap((folder) => names.map((name) => join(folder, name)))
  const all = [process.env[PATH_IN] ?? '', ...places, chromium.executablePath()]
  return all.find((path) => path !== '' && existsSync(path)) ?? null
}

async function installed(): Promise<string | null> {
  if (!canInstall()) return null
  if (await install('chromium', INSTALL_MS)) return foundChromium()
  process.env[REASON_IN] = 'no Chromium found, and apt-get could not install it'
  return null
}
