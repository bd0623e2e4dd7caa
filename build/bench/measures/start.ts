import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { ownNode } from '../../setup/paths.mjs'
import { figure, type Measure } from '../figure.ts'
import { scratchFolder } from '../scratch.ts'
import { runSluice } from '../sluice-process.ts'

const RUNS = 11

export const start: Measure = {
  about: 'The built program from the start of its process to its end, beside a Node that does nothing, in turn.',
  async run(tell) {
    const options = { data: scratchFolder(), environment: { SLUICE_PROVIDER: 'offline' } }
    const node: number[] = []
    const help: number[] = []
    const doctor: number[] = []
    for (let run = 0; run < RUNS; run += 1) {
      tell(`run ${run + 1} of ${RUNS}`)
      node.push(await bareNodeMs())
      help.push((await runSluice(['--help'], options)).ms)
      doctor.push((await runSluice(['doctor', '--json'], options)).ms)
    }
    return [figure('node -e 0', 'ms', node), figure('--help', 'ms', help), figure('doctor', 'ms', doctor)]
  },
}

async function bareNodeMs(): Promise<number> {
  const began = performance.now()
  await promisify(execFile)(ownNode(), ['-e', '0'])
  return performance.now() - began
}
