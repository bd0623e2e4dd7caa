// Runs every check on any Node from 20 on, with nothing installed: installs, then `check` under the product's own Node.
import { join } from 'node:path'
import { runMain } from './setup/errors.mjs'
import { ownNode, root } from './setup/paths.mjs'
import { ensureInstalled } from './setup/prepare.mjs'
import { run } from './setup/run.mjs'

await runMain(async () => {
  await ensureInstalled()
  return run(ownNode(), [join(root, 'build', 'check.ts'), ...process.argv.slice(2)], { cwd: root })
})
