import { existsSync } from 'node:fs'
import { basename, join } from 'node:path'
import { pinnedNode, root } from './paths.mjs'
import { runStep } from './run.mjs'

/**
 * Installs what the lockfile names, without any package's script: npm would compile each package that holds a
 * binding.gyp, which needs Python and Node's headers, though all of ours bring their binaries.
 * @param {(pid: number) => void} own
 * @param {string} [folder]
 */
export async function installPackages(own, folder = root) {
  const args = ['ci', '--ignore-scripts', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']
  const code = await npm(args, own, folder)
  if (code !== 0) {
    throw new Error(`expected "npm ci" to install the packages, it ended with ${code}; its reason stands above`)
  }
}

/**
 * Runs the one script that is needed: it places the pinned Node. Whether another Node serves where it could not is
 * for `ownNode` to say.
 * @param {(pid: number) => void} own
 * @param {string} [folder]
 */
export async function placeNode(own, folder = root) {
  if (existsSync(join(folder, pinnedNode))) return
  await npm(['rebuild', 'node', '--no-audit', '--no-fund', '--loglevel=error'], own, folder)
}

/**
 * @param {string[]} args
 * @param {(pid: number) => void} own
 * @param {string} cwd
 */
function npm(args, own, cwd) {
  // Under `npm start` this is npm's own script; without a shell between us, on Windows too.
  const cli = process.env.npm_execpath ?? ''
  return basename(cli) === 'npm-cli.js'
    ? runStep(process.execPath, [cli, ...args], { cwd }, own)
    : runStep('npm', args, { cwd, shell: process.platform === 'win32' }, own)
}
