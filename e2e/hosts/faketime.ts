import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { canInstall, install } from './apt.ts'

/** Where Debian's package puts it, found by the loader of programs. */
const LIBRARY = '/usr/$LIB/faketime/libfaketime.so.1'
const PACKAGE = 'libfaketime'
/** A download of some kilobytes. */
const INSTALL_MS = 2 * 60_000

/** A wall clock of its own for the programs that are started with its environment; timers and monotonic time go on as they are. */
export interface WallClock {
  /** Why there is none; null where there is one. */
  missing: string | null
  environment: Record<string, string>
  /** Puts it off the computer's by so many seconds, from now on. */
  set(seconds: number): void
}

/** Installs what it takes where that is possible. `file`: tells how far the clock is off. */
export async function wallClock(file: string): Promise<WallClock> {
  const set = (seconds: number) => writeFileSync(file, `${seconds < 0 ? '' : '+'}${seconds}\n`)
  const environment = {
    LD_PRELOAD: LIBRARY,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    DONT_FAKE_MONOTONIC: '1',
  }
  const works = () => {
    set(86_400)
    const { stdout } = spawnSync(process.execPath, ['-p', 'Date.now()'], { env: environment, encoding: 'utf8' })
    set(0)
    return Number(stdout) > Date.now() + 3_600_000
  }
  const there = works() || (canInstall() && (await install(PACKAGE, INSTALL_MS)) && works())
  return { missing: there ? null : 'no libfaketime; install it', environment, set }
}
