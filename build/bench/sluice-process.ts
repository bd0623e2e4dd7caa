import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { out, ownNode } from '../setup/paths.mjs'
import { endsWithUs } from './scratch.ts'

export interface SluiceOptions {
  /** Data folder. */
  data: string
  /** Settings and addresses; nothing of ours is passed on, so that no key or setting of a person is used. */
  environment?: Record<string, string>
  /** For Node itself, before the program. */
  nodeArgs?: string[]
  /** A command that runs another, with its options. */
  under?: string[]
}

export interface SluiceRun {
  code: number | null
  stdout: string
  stderr: string
  /** From before the start of the process until it was gone. */
  ms: number
}

/** Starts the built command line as `npm start` does, once it has found everything in place. */
export function startSluice(args: readonly string[], options: SluiceOptions): ChildProcess {
  const { data, environment = {}, nodeArgs = [], under = [] } = options
  const kept = Object.entries(process.env).filter(([name]) => !/^(SLUICE_|ANTHROPIC_)/.test(name))
  const [command = ownNode(), ...words] = [...under, ownNode(), ...nodeArgs, join(out, 'cli', 'main.js'), ...args]
  const child = spawn(command, words, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...Object.fromEntries(kept),
      NODE_COMPILE_CACHE: join(out, 'compile-cache'),
      SLUICE_DATA_DIR: data,
      ...environment,
    },
  })
  return endsWithUs(child)
}

/** Runs a verb to its end. Throws where its exit code is none of `expected`. */
export async function runSluice(
  args: readonly string[],
  options: SluiceOptions,
  expected: readonly number[] = [0],
): Promise<SluiceRun> {
  const began = performance.now()
  const child = startSluice(args, options)
  const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)]
  const [code] = (await once(child, 'close')) as [number | null]
  const run = { code, stdout: stdout(), stderr: stderr(), ms: performance.now() - began }
  if (code === null || !expected.includes(code)) {
    throw new Error(`expected "${args.join(' ')}" to end with ${expected.join(' or ')}, came ${code}:\n${run.stderr}`)
  }
  return run
}

export async function runSluiceJson<T>(args: readonly string[], options: SluiceOptions): Promise<T> {
  return JSON.parse((await runSluice([...args, '--json'], options)).stdout) as T
}

function textOf(stream: NodeJS.ReadableStream | null): () => string {
  let text = ''
  stream?.setEncoding('utf8').on('data', (part: string) => (text += part))
  return () => text
}
