import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const out = join(root, 'out')

/**
 * The Node that everything but the set-up runs under: the one the lockfile pins. A machine that forbids install
 * scripts does not get it; a system Node that is new enough serves then.
 */
export function ownNode() {
  const pinned = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')
  if (existsSync(pinned)) return pinned
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  throw new Error(
    `expected Node 24 at ${pinned}, found none, and this is Node ${process.versions.node}. ` +
      'Allow the install script of the package "node" (npm rebuild node --ignore-scripts=false) or start with Node 24 or later.',
  )
}
