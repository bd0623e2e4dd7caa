import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'
import { environmentName, type SettingName } from '../../../src-shared/model/settings.ts'
import { DATA_FOLDER_VARIABLE, type RawSettings } from '../run-settings.ts'
import { EXIT, type ExitCode } from './exit-codes.ts'

/** The built main process, seen from the built command line. */
const MAIN = fileURLToPath(new URL('../electron/main.js', import.meta.url))

/** What the desktop window is started with. */
export interface ElectronRun {
  binary: string
  /** The data folder as it was named. */
  folder: string
  flags: RawSettings
}

/** It has no command line for settings: flags go as the variables that they beat. */
export function electronEnvironment({ folder, flags }: ElectronRun, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const given = Object.entries(flags).map(([name, value]) => [environmentName(name as SettingName), value] as const)
  // Variables that would make Electron a plain Node, or load code into it.
  const { ELECTRON_RUN_AS_NODE: _asNode, NODE_OPTIONS: _options, ...rest } = environment
  return { ...rest, ...Object.fromEntries(given), [DATA_FOLDER_VARIABLE]: folder }
}

/**
 * Runs the desktop window until it ends. Null where it did not come to life or broke down: a missing library, a sandbox
 * that this system forbids. What it refuses by itself it has told, with exit code 1.
 */
export async function runElectron(run: ElectronRun): Promise<ExitCode | null> {
  const child = spawn(run.binary, [MAIN], { stdio: 'inherit', env: electronEnvironment(run, process.env) })
  let asked: ExitCode | null = null
  const passOn: Partial<Record<NodeJS.Signals, () => void>> = {}
  for (const [signal, code] of [
    ['SIGINT', EXIT.interrupted],
    ['SIGTERM', EXIT.terminated],
    ['SIGHUP', EXIT.hangup],
  ] as const) {
    passOn[signal] = () => {
      // A terminal sends Ctrl-C to the whole group: passed on as well, it would be a second and harder one.
      if (asked === null && !(signal === 'SIGINT' && process.stdin.isTTY)) child.kill(signal)
      asked = code
    }
    process.on(signal, passOn[signal])
  }
  const ended = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])))
  })
  for (const [signal, listener] of Object.entries(passOn)) process.off(signal, listener)
  if (asked !== null) return asked
  if (ended === 0) return EXIT.done
  return ended === 1 ? EXIT.incomplete : null
}
