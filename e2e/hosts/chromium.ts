import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { chromium } from 'playwright-core'

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
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version') || !existsSync('/usr/bin/apt-get')) return null
  process.stderr.write('No Chromium for the journeys: installing it by apt-get (once)\n')
  const until = AbortSignal.timeout(INSTALL_MS)
  const install = ['install', '-y', '--no-install-recommends', 'chromium']
  if ((await aptGet(['update'], until)) && (await aptGet(install, until))) return foundChromium()
  process.env[REASON_IN] = 'no Chromium found, and apt-get could not install it'
  return null
}

/** Whether it succeeded. What it prints goes to stderr. */
function aptGet(args: readonly string[], signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('apt-get', args, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      signal,
    })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}
