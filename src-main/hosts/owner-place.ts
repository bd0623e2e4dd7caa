import { readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { dataLayout } from './data-layout.ts'
import { socketPlace, type SocketPlace } from './socket-path.ts'

/** `folder`: a copy of a data folder has a copy of this file, which is about another owner. */
const said = z.object({ folder: z.string(), path: z.string().min(1) })

/**
 * Where the owner of a data folder (by its real path) listens: where it has said, since the environment of a service or of
 * cron names other folders than a terminal's; else where this process would.
 */
export function ownerPlace(folder: string): SocketPlace {
  const usual = socketPlace(folder)
  try {
    const { folder: meant, path } = said.parse(JSON.parse(readFileSync(dataLayout(folder).ownerPlace, 'utf8')))
    return meant === folder ? { ...usual, path } : usual
  } catch {
    return usual
  }
}

/** Said by the holder of the folder's lock, once it listens there. */
export function sayOwnerPlace(folder: string, { path }: SocketPlace): void {
  try {
    writeFileSync(dataLayout(folder).ownerPlace, JSON.stringify({ folder, path }), { mode: 0o600 })
  } catch {
    // The disk does not take it: processes of the same environment find the owner all the same.
  }
}
