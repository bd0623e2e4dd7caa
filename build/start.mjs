// Starts Sluice on any Node from 20 on, with nothing installed: installs, builds, then runs the command line under its own Node.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { runMain } from './setup/errors.mjs'
import { out, ownNode, root } from './setup/paths.mjs'
import { ensureBuilt, ensureInstalled } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'

const endWithParent = pathToFileURL(join(root, 'build', 'setup', 'end-with-parent.mjs')).href

await runMain(async () => {
  // Started by hand, it may outlive the shell it came from, as any program may.
  if (process.env.npm_lifecycle_event !== undefined) await import(endWithParent)
  await ensureInstalled()
  await ensureBuilt()
  const main = join(out, 'cli', 'main.js')
  return run(ownNode(), ['--import', endWithParent, main, ...process.argv.slice(2)], {
    env: { NODE_COMPILE_CACHE: join(out, 'compile-cache'), ...process.env },
  })
})
