import { spawn } from 'node:child_process'
import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'

interface Machine {
  platform: NodeJS.Platform
  environment: NodeJS.ProcessEnv
  /** Where the program of that name is, or null. */
  find(name: string): string | null
}

/** Browsers that can show one page as a window of its own. */
const APP_BROWSERS = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'microsoft-edge',
  'msedge',
]

/** How the address is opened on this machine, or null where nobody would see it. */
export function browserCommand(address: string, machine: Machine): [string, ...string[]] | null {
  const { platform, environment, find } = machine
  if (environment['CI'] && environment['CI'] !== 'false') return null
  if (platform === 'darwin') return ['open', address]
  // The shell's own: "start" is no program, and its first quoted word is a title.
  if (platform === 'win32') return ['cmd', '/d', '/c', 'start', '', address]
  if (!environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return null
  for (const name of APP_BROWSERS) {
    const path = find(name)
    if (path !== null) return [path, `--app=${address}`]
  }
  const opener = find('xdg-open')
  return opener === null ? null : [opener, address]
}

/** Opens the address where there is a display. A browser that was started for it ends with the signal; one that ran stays. */
export function openInBrowser(address: string, signal: AbortSignal): void {
  const command = browserCommand(address, { platform: process.platform, environment: process.env, find: onPath })
  if (command === null) return
  const [program, ...args] = command
  const child = spawn(program, args, { stdio: 'ignore', signal })
  // The address is printed as well: without a browser that starts, it is opened by hand.
  child.once('error', () => undefined)
  child.unref()
}

function onPath(name: string): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name)
    try {
      accessSync(path, constants.X_OK)
      if (folder !== '' && statSync(path).isFile()) return path
    } catch {
      // Not in this folder.
    }
  }
  return null
}
