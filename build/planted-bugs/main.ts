/**
 * Do the tests see? Plants each bug in a copy of the sources, alone, and runs the test that has to see it. Prints what
 * turned red; fails if a test stays green, is red without the bug, or a bug no longer fits.
 */
import { spawn } from 'node:child_process'
import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BUGS, type Bug } from './bugs.ts'
import { plant } from './plant.ts'

const root = join(import.meta.dirname, '..', '..')
const copy = join(realpathSync(mkdtempSync(join(tmpdir(), 'sluice-planted-'))), 'sluice')
const LEFT_OUT = new Set(['node_modules', 'out', '.git'].map((name) => join(root, name)))

try {
  cpSync(root, copy, { recursive: true, filter: (source) => !LEFT_OUT.has(source) })
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction')
  let unseen = 0
  for (const bug of BUGS) {
    const verdict = await tryBug(bug)
    if (verdict !== 'seen') unseen += 1
    process.stdout.write(`${verdict.padEnd(24)} ${bug.name} → ${bug.tests}: ${bug.test}\n`)
  }
  process.stdout.write(`${BUGS.length - unseen} of ${BUGS.length} planted bugs were seen\n`)
  process.exitCode = unseen > 0 ? 1 : 0
} finally {
  rmSync(join(copy, '..'), { recursive: true, force: true })
}

/** `seen`: the test passes without the bug and fails with it. */
async function tryBug(bug: Bug): Promise<'seen' | 'NOT SEEN' | 'RED WITHOUT THE BUG' | 'DOES NOT BUILD'> {
  const build = () => bug.project === 'unit' || run('build/build.mjs')
  if (!(await build()) || !(await passes(bug))) return 'RED WITHOUT THE BUG'
  const undo = plant(copy, bug.edits)
  try {
    if (!(await build())) return 'DOES NOT BUILD'
    return (await passes(bug)) ? 'NOT SEEN' : 'seen'
  } finally {
    undo()
  }
}

function passes({ project, tests, test }: Bug): Promise<boolean> {
  const only = test.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)
  return run('node_modules/vitest/vitest.mjs', 'run', '--project', project, tests, '-t', only)
}

/** Whether a script of the copy ends well; what it prints is of no interest. */
function run(...args: string[]): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: copy, stdio: 'ignore' })
    child.on('error', reject)
    child.on('exit', (code) => resolve(code === 0))
  })
}
