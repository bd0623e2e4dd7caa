import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { hasCode } from './errors.mjs'
import { fingerprint } from './fingerprint.mjs'
import { matchesLockfile } from './installed.mjs'
import { withLock } from './lock.mjs'
import { out, ownNode, root } from './paths.mjs'
import { runStep } from './run.mjs'

const lock = join(out, 'setup.lock')
/** Holds the fingerprint of the sources that `out` was built from. */
const stamp = join(out, 'built')

/** Installs what the lockfile names unless it is there already. */
export async function ensureInstalled() {
  if (isInstalled()) return
  await withLock(lock, async (own) => {
    if (!isInstalled()) await install(own)
  })
}

/** Builds `out` unless it is of the present sources. Installed must be first. */
export async function ensureBuilt() {
  if (isBuilt()) return
  await withLock(lock, async (own) => {
    if (!isBuilt()) await build(own)
  })
}

function isInstalled() {
  const present = read(join(root, 'node_modules', '.package-lock.json'))
  if (present === null) return false
  return matchesLockfile(JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')), JSON.parse(present))
}

/** @param {(pid: number) => void} own */
async function install(own) {
  process.stderr.write('sluice: installing packages (once; about a minute)\n')
  // Under `npm start` this is npm's own script; without a shell between us, on Windows too.
  const cli = process.env.npm_execpath ?? ''
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const code =
    basename(cli) === 'npm-cli.js'
      ? await runStep(process.execPath, [cli, ...args], {}, own)
      : await runStep('npm', args, { shell: process.platform === 'win32' }, own)
  if (code !== 0) {
    throw new Error(`expected "npm ci" to install the packages, it ended with ${code}; its reason stands above`)
  }
}

function isBuilt() {
  return read(stamp) === sources()
}

/** @param {(pid: number) => void} own */
async function build(own) {
  process.stderr.write('sluice: building\n')
  const built = sources()
  rmSync(stamp, { force: true })
  rmSync(join(out, 'chunks'), { recursive: true, force: true })
  const rolldown = [join(root, 'node_modules', 'rolldown', 'bin', 'cli.mjs'), '-c', 'build/rolldown.config.ts']
  const vite = [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '-c', 'build/vite.config.ts']
  // Level 1: warnings and errors, not the size of each file.
  const env = { ...process.env, CONSOLA_LEVEL: '1' }
  for (const step of [rolldown, vite]) {
    const code = await runStep(ownNode(), step, { env }, own)
    if (code !== 0) throw new Error(`expected the build to pass, it ended with ${code}; its reason stands above`)
  }
  mkdirSync(out, { recursive: true })
  // Taken before the build: a file saved meanwhile is built at the next start.
  writeFileSync(stamp, built)
}

function sources() {
  const folders = readdirSync(root).filter((name) => name.startsWith('src-'))
  return fingerprint(root, [
    ...folders.toSorted(),
    'build/rolldown.config.ts',
    'build/vite.config.ts',
    'package-lock.json',
  ])
}

/** @param {string} path */
function read(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return null
    throw error
  }
}
