import { spawnSync } from 'node:child_process'
import { canInstall, install } from './apt.ts'

/** Why there is no tracer, for every test's process; '' where there is one. */
const REASON_IN = 'NO_STRACE_BECAUSE'

/** A download of a megabyte or two; longer, and the journeys go without. */
const INSTALL_MS = 2 * 60_000

/** Before the journeys, once: finds strace or says why it cannot be used. */
export async function setup(): Promise<void> {
  if (process.platform !== 'linux') process.env[REASON_IN] = 'system calls are traced on Linux only'
  else if (traces() || (canInstall() && (await install('strace', INSTALL_MS)) && traces())) process.env[REASON_IN] = ''
  else process.env[REASON_IN] = 'no strace that may trace; install one'
}

/** Why the tests that need a tracer are skipped, or null. */
export function noStrace(): string | null {
  return process.env[REASON_IN] || null
}

/** Found is not enough: a container may forbid tracing. */
function traces(): boolean {
  return spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0
}

/**
 * The command that runs a program with its threads and children traced. `-D`: the program stays our own child, so that
 * it is killed as any other, and the tracer ends after it.
 */
export function strace(...options: string[]): string[] {
  return ['strace', '-D', '-f', ...options]
}
