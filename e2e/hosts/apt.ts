import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'

/** Whether this system has apt-get, and this user may install with it. */
export function canInstall(): boolean {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version') && existsSync('/usr/bin/apt-get')
}

/** Installs a package; false if that fails or takes longer than allowed. What apt-get prints goes to stderr. */
export async function install(name: string, allowedMs: number): Promise<boolean> {
  process.stderr.write(`No ${name} for the journeys: installing it by apt-get (once)\n`)
  const until = AbortSignal.timeout(allowedMs)
  return (await aptGet(['update'], until)) && (await aptGet(['install', '-y', '--no-install-recommends', name], until))
}

/** Whether it succeeded. */
function aptGet(args: readonly string[], signal: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn('apt-get', args, {
      stdio: ['ignore', 2, 2],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      signal,
    })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}
