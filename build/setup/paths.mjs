import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))))
export const out = join(root, 'out')

/** Where the script of the package "node" places the Node that the lockfile pins; from the root of the repository. */
export const pinnedNode = join('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

/** Whether there is a Node that everything but the set-up can run under. */
export function hasNode() {
  return existsSync(join(root, pinnedNode)) || isNewEnough()
}

/**
 * The Node that everything but the set-up runs under: the one the lockfile pins. A machine that forbids install
 * scripts does not get it; a system Node that is new enough serves then.
 */
export function ownNode() {
  const pinned = join(root, pinnedNode)
  if (existsSync(pinned)) return pinned
  if (isNewEnough()) return process.execPath
  throw new Error(
    `expected Node 24 at ${pinned}, found none, and this is Node ${process.versions.node}. ` +
      'Allow the install script of the package "node" (npm rebuild node --ignore-scripts=false) or start with Node 24 or later.',
  )
}

function isNewEnough() {
  return Number(process.versions.node.split('.')[0]) >= 24
}
