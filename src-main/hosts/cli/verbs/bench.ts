import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Command } from 'commander'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { Runs, Verb } from '../context.ts'
import { EXIT, type ExitCode } from '../exit-codes.ts'

/** Seen from the source and from the built file alike, the repository lies above a folder `src-main` or `out`. */
const root = import.meta.url.replace(/\/(src-main|out)\/.*$/, '/')
const entry = fileURLToPath(new URL('build/bench/main.ts', root))

export function addBench(program: Command, runs: Runs): void {
  program
    .command('bench')
    .description('measure this machine; comes with the source tree')
    .argument('[measure...]', 'only these; a name that is none lists them')
    .option('--out <file>', 'write the JSON into this file too')
    .action(runs(bench))
}

const bench: Verb = async ({ json }, measures, options) => {
  const { out } = options as { out?: string }
  if (!existsSync(entry)) {
    throw new SluiceError('usage', `expected the bench at ${entry}, came nothing`, {
      remedy: 'The bench comes with the source tree: clone the repository and run it there.',
    })
  }
  const args = [...measures, ...(json ? ['--json'] : []), ...(out === undefined ? [] : ['--out', out])]
  const child = spawn(process.execPath, [entry, ...args], { stdio: 'inherit' })
  const [code] = (await once(child, 'exit')) as [number | null]
  return code === 0 ? EXIT.done : ((code ?? EXIT.incomplete) as ExitCode)
}
