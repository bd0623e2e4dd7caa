import { execFileSync } from 'node:child_process'
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os'
import { root } from '../setup/paths.mjs'

/** Where and of what the figures are; without it they mean little. */
export interface Machine {
  cpu: string
  cores: number
  memoryGigabytes: number
  os: string
  node: string
  /** Null outside a clone; with a plus where files differ from it. */
  commit: string | null
  /** Processes that wanted a core in the last minute, before the bench began: well below `cores` on a quiet machine. */
  load: number
}

export function thisMachine(): Machine {
  const processors = cpus()
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    memoryGigabytes: Math.round(totalmem() / 2 ** 30),
    os: `${type()} ${release()} ${arch()}`,
    node: process.versions.node,
    commit: commit(),
    load: Math.round((loadavg()[0] ?? 0) * 10) / 10,
  }
}

function commit(): string | null {
  const git = (...args: string[]) =>
    execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  try {
    // What is in docs runs nowhere, and holds records that are written by what has run.
    return (
      git('rev-parse', '--short=12', 'HEAD') + (git('status', '--porcelain', '--', '.', ':!docs') === '' ? '' : '+')
    )
  } catch {
    return null
  }
}
