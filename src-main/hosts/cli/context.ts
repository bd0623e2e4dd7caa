import type { Command } from 'commander'
import { defaultDataFolder, prepareDataFolder } from '../data-folder.ts'
import { rebuildingText } from '../rebuilding-text.ts'
import { openSession, type Composed, type Session } from '../session.ts'
import type { ExitCode } from './exit-codes.ts'
import type { Output } from './output.ts'
import { DATA_FOLDER_VARIABLE, environmentSettings, flagSettings, type RawSettings } from '../run-settings.ts'

/** What a verb is given. */
export interface CliContext {
  out: Output
  json: boolean
  /** The data folder as it was named; it may not be there yet. */
  namedFolder: string
  environment: RawSettings
  flags: RawSettings
  /** Opens the contract on the data folder, which is made where there is none. The caller closes it. */
  open(mode: 'work' | 'use', more?: { maxCostUsd?: number | null; onMoved?: (owns: boolean) => void }): Promise<Session>
  /** As `open`, for one thing: closed when `run` is over. */
  use<T>(run: (session: Session) => Promise<T>): Promise<T>
}

export type Verb = (context: CliContext, args: string[], options: Record<string, unknown>) => Promise<ExitCode>

/** Turns a verb into a commander action. */
export type Runs = (verb: Verb) => (...given: unknown[]) => Promise<void>

export function createContext(command: Command, out: Output): CliContext {
  const options = command.optsWithGlobals<Record<string, unknown>>()
  const environment = environmentSettings(process.env, out.note)
  const flags = flagSettings(options)
  const named = options['data'] ?? process.env[DATA_FOLDER_VARIABLE]
  const namedFolder = typeof named === 'string' && named !== '' ? named : defaultDataFolder()

  const open: CliContext['open'] = (mode, { maxCostUsd = null, onMoved } = {}) => {
    const compose = async (folder: string): Promise<Composed> => {
      const { compose } = await import('../compose.ts')
      return compose(
        folder,
        { environment, flags, maxCostUsd },
        { mode, rebuilding: (bytes) => out.note(rebuildingText(bytes)) },
      )
    }
    return openSession({ folder: prepareDataFolder(namedFolder), mode, compose, ...(onMoved ? { onMoved } : {}) })
  }
  return {
    out,
    json: options['json'] === true,
    namedFolder,
    environment,
    flags,
    open,
    async use(run) {
      const session = await open('use')
      try {
        return await run(session)
      } finally {
        await session.close()
      }
    },
  }
}
