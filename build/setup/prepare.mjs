import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { hasCode } from './errors.mjs'
import { fingerprint } from './fingerprint.mjs'
import { installPackages, placeNode } from './install.mjs'
import { matchesLockfile } from './installed.mjs'
import { withLock } from './lock.mjs'
import { hasNode, out, ownNode, root } from './paths.mjs'
import { runStep } from './run.mjs'

const lock = join(out, 'setup.lock')
/** Holds the fingerprint of the sources that `out` was built from. */
const stamp = join(out, 'built')

/** Installs what the lockfile names, and a Node to run it under, unless both are there already. */
export async function ensureInstalled() {
  if (isInstalled() && hasNode()) return
  await withLock(lock, async (own) => {
    if (!isInstalled()) {
      process.stderr.write('sluice: installing packages (once; about a minute)\n')
      await installPackages(own)
    }
    await placeNode(own)
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
