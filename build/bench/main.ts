/**
 * Measures Sluice on this machine: npm start -- bench [NAME…] [--json] [--out FILE]. Each measure runs in a process of
 * its own, so that none inherits the heap or the caches of the one before.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { SluiceError } from '../../src-shared/contract/errors.ts'
import { runMain } from '../setup/errors.mjs'
import { ensureBuilt } from '../setup/prepare.mjs'
import { thisMachine } from './machine.ts'
import { MEASURES } from './measures.ts'
import { measureText, reportText, type BenchReport, type MeasureReport } from './report.ts'
import { cleanUpAtExit } from './scratch.ts'

const USAGE = `usage: bench [NAME…] [--json] [--out FILE]\n\n${Object.entries(MEASURES)
  .map(([name, { about }]) => `${name}\n  ${about}\n`)
  .join('')}`

await runMain(async () => {
  const asked = readArguments()
  if ('wrong' in asked) {
    process.stderr.write(`${asked.wrong}\n${USAGE}`)
    const { info } = new SluiceError('usage', asked.wrong)
    if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: info })}\n`)
    return 2
  }
  const { values, positionals } = asked
  if (values.one !== undefined) return measureHere(values.one)
  if (values.help) {
    process.stdout.write(USAGE)
    return 0
  }
  await ensureBuilt()
  const report: BenchReport = { machine: thisMachine(), measures: [] }
  for (const name of positionals.length > 0 ? positionals : Object.keys(MEASURES)) {
    const measured = await measureApart(name)
    report.measures.push(measured)
    if (values.json) process.stderr.write(`${measureText(measured)}\n\n`)
  }
  if (values.out !== undefined) writeFileSync(values.out, `${JSON.stringify(report, null, 2)}\n`)
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : reportText(report))
  return report.measures.some(({ error }) => error !== null) ? 1 : 0
})

function readArguments() {
  try {
    const asked = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        out: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
        /** The one measure of this process: node --cpu-prof build/bench/main.ts --one NAME. */
        one: { type: 'string' },
      },
    })
    const names = [...asked.positionals, ...(asked.values.one === undefined ? [] : [asked.values.one])]
    const unknown = names.filter((name) => !Object.hasOwn(MEASURES, name))
    if (unknown.length === 0) return asked
    return { wrong: `expected names of measures, came ${unknown.join(', ')}; these there are:` }
  } catch (thrown) {
    return { wrong: thrown instanceof Error ? thrown.message : String(thrown) }
  }
}

async function measureApart(name: string): Promise<MeasureReport> {
  const child = fork(import.meta.filename, ['--one', name], { stdio: ['ignore', 2, 2, 'ipc'] })
  let report: MeasureReport | null = null
  child.once('message', (message) => (report = message as MeasureReport))
  const [code] = (await once(child, 'exit')) as [number | null]
  const about = MEASURES[name]?.about ?? ''
  return report ?? { name, about, seconds: 0, figures: [], error: `expected a report, the process ended with ${code}` }
}

async function measureHere(name: string): Promise<number> {
  const measure = MEASURES[name]
  if (!measure) throw new Error(`no such measure: ${name}`)
  cleanUpAtExit()
  const began = performance.now()
  const about = measure.about
  const report = await measure
    .run((text) => process.stderr.write(`${name}: ${text}\n`))
    .then((figures) => ({ figures, error: null }))
    .catch((thrown: unknown) => ({ figures: [], error: thrown instanceof Error ? thrown.message : String(thrown) }))
  const seconds = (performance.now() - began) / 1000
  const measured: MeasureReport = { name, about, seconds, ...report }
  // Started by hand, for a profile of it.
  if (!process.send) process.stdout.write(`${measureText(measured)}\n`)
  else await new Promise((resolve) => process.send?.(measured, resolve))
  process.exit(0)
}
