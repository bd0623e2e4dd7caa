import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { INTERACTIONS_IN } from '../../../e2e/hosts/interactions.ts'
import { ownNode, root } from '../../setup/paths.mjs'
import { run } from '../../setup/run.mjs'
import { figure, type Measure } from '../figure.ts'
import { scratchFolder } from '../scratch.ts'

export const journeys: Measure = {
  about:
    'Each click and key of the journeys through the window in Chromium, from the input until the frame that shows its effect ' +
    '(Event Timing, in steps of 8 ms): the built web host, the real engine, the stand-in for the API. The journeys are those ' +
    'of the tests, which do not judge times.',
  async run() {
    const file = join(scratchFolder(), 'interactions')
    const args = ['run', '--project', 'journeys', '--reporter', 'default', join('e2e', 'journeys', 'web-')]
    const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs')
    const env = { ...process.env, [INTERACTIONS_IN]: file }
    const code = await run(ownNode(), [vitest, ...args], { cwd: root, env, stdio: ['ignore', 2, 2] })
    if (code !== 0 || !existsSync(file)) throw new Error(`expected journeys that pass, they ended with ${code}`)
    const samples = readFileSync(file, 'utf8').trim().split('\n').map(Number)
    return [figure('interaction in the journeys', 'ms', samples, { of: 'p95', atMost: 100 })]
  },
}
