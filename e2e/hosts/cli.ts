import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { until } from './until.ts'

const ROOT = join(import.meta.dirname, '..', '..')

/** The built command line: what `npm start` runs once everything is in place. */
const MAIN = join(ROOT, 'out', 'cli', 'main.js')

/** How a command ended. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** A command at work. */
export interface Running {
  readonly pid: number
  /** What it has printed so far. */
  readonly stdout: string
  readonly stderr: string
  readonly ended: Promise<Ended>
  readonly over: boolean
  /** Resolves when stdout or stderr holds such a text; rejects if it ends without. */
  says(wanted: RegExp): Promise<RegExpMatchArray>
  kill(signal: NodeJS.Signals): Promise<Ended>
  /** Closes our end of its stdout, as `| head` does. */
  stopReading(): void
}

/**
 * Starts the built program. Nothing of the environment reaches it but what `environment` names. `under`: a command
 * that is given the program's command line and becomes it.
 */
export function startCli(
  args: readonly string[],
  environment: NodeJS.ProcessEnv,
  under: readonly string[] = [],
): Running {
  if (!existsSync(MAIN)) throw new Error(`expected the built program at ${MAIN}, came nothing; run: npm run build`)
  const env = { NODE_COMPILE_CACHE: join(ROOT, 'out', 'compile-cache'), ...environment }
  const [command = process.execPath, ...rest] = [...under, process.execPath, MAIN, ...args]
  const child = spawn(command, rest, { env, cwd: ROOT, stdio: 'pipe' })
  child.stdin.on('error', () => {})
  child.stdin.end()
  let stdout = ''
  let stderr = ''
  let over = false
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text))
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      over = true
      resolve({ code, signal, stdout, stderr })
    })
  })
  return {
    pid: child.pid ?? 0,
    ended,
    get stdout() {
      return stdout
    },
    get stderr() {
      return stderr
    },
    get over() {
      return over
    },
    says: (wanted) =>
      until(() => {
        const found = stdout.match(wanted) ?? stderr.match(wanted)
        if (found === null && over) throw new Error(`expected ${String(wanted)}, came:\n${stdout}\n${stderr}`)
        return found
      }),
    kill(signal) {
      child.kill(signal)
      return ended
    },
    stopReading: () => void child.stdout.destroy(),
  }
}
