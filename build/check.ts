// Everything that must hold, one step after the other; `npm test` runs it after the set-up. The last line tells the totals.
// With --long the suites take their long form, and what they find is recorded; names of suites run these alone.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { thisMachine } from './bench/machine.ts'
import { checkImports } from './checks/imports.ts'
import { recordLongRun, type LongRecord } from './checks/long-record.ts'
import { judgeTestRun, RESULTS_PATH, summary, type RunResults, type Suite, type TestResults } from './checks/results.ts'

const root = join(import.meta.dirname, '..')
const PLANTED_BUGS = 'planted-bugs'
const long = process.argv.includes('--long')
if (long) process.env['TEST_LONG'] = '1'
const named = process.argv.slice(2).filter((argument) => argument !== '--long')
const projects = named.filter((name) => name !== PLANTED_BUGS)
const machine = thisMachine()
const ran: Record<string, Suite> = {}

const results = [
  await check('Format', () => tool('oxfmt', '--check')),
  await check('Lint', () => tool('oxlint', '--deny-warnings')),
  await check('Types', () => tool('typescript/tsc', '--build')),
  await check('Imports', imports),
  await check('Unused code', () => tool('knip')),
  await check('Build', () => node('build/build.mjs')),
  ...(named.length === 0 || projects.length > 0 ? [await tests()] : []),
  ...((long && named.length === 0) || named.includes(PLANTED_BUGS) ? [await plantedBugs()] : []),
]
if (long) record()
process.stdout.write(`\n${summary(results)}\n`)
process.exitCode = results.some((result) => result.failed > 0) ? 1 : 0

async function check(name: string, run: () => Promise<boolean>): Promise<TestResults> {
  heading(name)
  const passed = await run()
  process.stdout.write(passed ? `${name}: passed\n` : `${name}: FAILED\n`)
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: [] }
}

async function imports(): Promise<boolean> {
  try {
    const { modules, imports: count, breaches } = await checkImports(root)
    for (const { rule, from, to } of breaches) process.stdout.write(`${from} imports ${to} (${rule})\n`)
    process.stdout.write(`${count} imports of ${modules} modules read\n`)
    return breaches.length === 0
  } catch (error) {
    process.stdout.write(`${String(error)}\n`)
    return false
  }
}

async function tests(): Promise<TestResults> {
  heading('Tests')
  rmSync(RESULTS_PATH, { force: true })
  const passed = await tool('vitest', 'run', ...projects.flatMap((project) => ['--project', project]))
  const found = existsSync(RESULTS_PATH) ? (JSON.parse(readFileSync(RESULTS_PATH, 'utf8')) as RunResults) : null
  Object.assign(ran, found?.suites)
  return judgeTestRun(passed ? 0 : 1, found)
}

async function plantedBugs(): Promise<TestResults> {
  const began = Date.now()
  const { passed, failed } = await check('Planted bugs', () => node('build/planted-bugs/main.ts'))
  const minutes = Math.round((Date.now() - began) / 6_000) / 10
  ran[PLANTED_BUGS] = { passed, failed, skipped: 0, minutes, figures: {} }
  return { passed, failed, skipped: [] }
}

function record(): void {
  const { commit, cores, cpu } = machine
  const at = new Date().toISOString()
  const suites: LongRecord = {}
  for (const [name, suite] of Object.entries(ran)) suites[name] = { at, commit, cores, cpu, ...suite }
  recordLongRun(join(root, 'docs', 'long-run.json'), suites)
}

function heading(name: string): void {
  process.stdout.write(`\n── ${name} ${'─'.repeat(Math.max(0, 70 - name.length))}\n`)
}

/** Runs an installed tool by its script, which needs no shell on any system. `name` is package or package/command. */
function tool(name: string, ...args: string[]): Promise<boolean> {
  const [pkg = name, command = pkg] = name.split('/')
  const folder = join(root, 'node_modules', pkg)
  const { bin } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>
  }
  const script = typeof bin === 'string' ? bin : bin[command]
  if (script === undefined) throw new Error(`expected the package ${pkg} to have a command ${command}`)
  return node(join(folder, script), ...args)
}

function node(...args: string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code === 0))
  })
}
