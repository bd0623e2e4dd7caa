// Starts Sluice on any Node from 20 on, with nothing installed: installs, builds, then runs the command line under its own Node.
import { join } from 'node:path'
import { runMain } from './setup/errors.mjs'
import { out, ownNode } from './setup/paths.mjs'
import { ensureBuilt, ensureInstalled } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'

await runMain(async () => {
  await ensureInstalled()
  await ensureBuilt()
  return run(ownNode(), [join(out, 'cli', 'main.js'), ...process.argv.slice(2)], {
    env: { NODE_COMPILE_CACHE: join(out, 'compile-cache'), ...process.env },
  })
})
