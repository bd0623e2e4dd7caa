// Builds `out` from the present sources, installing what is missing first.
import { runMain } from './setup/errors.mjs'
import { ensureBuilt, ensureInstalled } from './setup/prepare.mjs'

await runMain(async () => {
  await ensureInstalled()
  await ensureBuilt()
  return 0
})
