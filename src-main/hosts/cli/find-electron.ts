import { spawn } from 'node:child_process'
import { lookup } from 'node:dns/promises'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Electron's executable, or one clause on why the window opens in a browser instead. */
export type ElectronFound = { binary: string } | { binary: null; reason: string }

export interface ElectronMachine {
  platform: NodeJS.Platform
  environment: NodeJS.ProcessEnv
  isRoot: boolean
  /** Text of a file, or null where there is none. */
  read(path: string): string | null
  exists(path: string): boolean
  /** Gets the binary, once for each version; false where it cannot be had. */
  download(): Promise<boolean>
}

/** The package; never imported or required, for that would try the download, in the middle of things. */
const PACKAGE = fileURLToPath(new URL('../../node_modules/electron', import.meta.url))

/** Whether Electron could open a window on this machine; its binary is only got where it could. Never hangs. */
export async function findElectron(machine: ElectronMachine = thisMachine(), folder = PACKAGE): Promise<ElectronFound> {
  const obstacle = obstacleOf(machine)
  if (obstacle !== null) return { binary: null, reason: obstacle }
  const present = presentBinary(machine, folder)
  if (present !== null) return { binary: present }
  const binary =
    machine.exists(join(folder, 'install.js')) && (await machine.download()) ? presentBinary(machine, folder) : null
  return binary === null
    ? { binary, reason: 'Electron could not be had (npx install-electron tries again)' }
    : { binary }
}

/** What keeps a desktop window from being seen, or from being started as it must be: sandboxed. */
function obstacleOf({ platform, environment, isRoot }: ElectronMachine): string | null {
  if (environment['CI'] && environment['CI'] !== 'false') return 'nobody looks at the screen of a CI run'
  if (platform !== 'linux') return null
  if (!environment['DISPLAY'] && !environment['WAYLAND_DISPLAY']) return 'there is no display'
  return isRoot ? 'Electron keeps its sandbox, which root cannot have' : null
}

/** Where the package says that its executable is, if it is there. */
function presentBinary({ platform, environment, read, exists }: ElectronMachine, folder: string): string | null {
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH']
  const name = read(join(folder, 'path.txt')) ?? (override ? defaultName(platform) : null)
  if (name === null) return null
  const path = join(override || join(folder, 'dist'), name)
  return exists(path) ? path : null
}

function defaultName(platform: NodeJS.Platform): string {
  return platform === 'win32'
    ? 'electron.exe'
    : platform === 'darwin'
      ? 'Electron.app/Contents/MacOS/Electron'
      : 'electron'
}

const DOWNLOAD_MS = 180_000
const LOOKUP_MS = 3000

function thisMachine(): ElectronMachine {
  return {
    platform: process.platform,
    environment: process.env,
    isRoot: process.getuid?.() === 0,
    read: (path) => (existsSync(path) ? readFileSync(path, 'utf8') : null),
    exists: existsSync,
    download: () => downloadOnce(PACKAGE),
  }
}

/** A machine that has failed is not made to wait at each start: it is asked again with the next version, or by hand. */
async function downloadOnce(folder: string): Promise<boolean> {
  const tried = fileURLToPath(new URL('../electron-tried', import.meta.url))
  const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }
  if (process.env['ELECTRON_SKIP_BINARY_DOWNLOAD'] || (existsSync(tried) && readFileSync(tried, 'utf8') === version))
    return false
  if (!(await isReachable())) return false
  process.stderr.write('sluice: getting Electron (once; some 100 MB)\n')
  mkdirSync(dirname(tried), { recursive: true })
  writeFileSync(tried, version)
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(folder, 'install.js')], {
      stdio: 'ignore',
      timeout: DOWNLOAD_MS,
      killSignal: 'SIGKILL',
    })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}

/** Whether there seems to be a network: a name is resolved quickly or not at all. */
async function isReachable(): Promise<boolean> {
  const mirror = process.env['ELECTRON_MIRROR'] ?? process.env['npm_config_electron_mirror']
  const host = URL.parse(mirror ?? '')?.hostname || 'github.com'
  const late = new Promise<null>((resolve) => setTimeout(resolve, LOOKUP_MS, null).unref())
  return (await Promise.race([lookup(host).catch(() => null), late])) !== null
}
