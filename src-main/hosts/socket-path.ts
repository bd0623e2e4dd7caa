import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface SocketPlace {
  /** Owner-only folder that holds the socket; null for a named pipe. */
  folder: string | null
  path: string
}

/** Longest socket path in bytes: some systems cut longer ones in silence (macOS at 104). */
const MAX_SOCKET_BYTES = 100

/** Where the owner of a data folder (by its real path) listens. Deterministic for one user on one machine. */
export function socketPlace(
  realFolder: string,
  platform: NodeJS.Platform = process.platform,
  runtimeFolder: string | undefined = process.env['XDG_RUNTIME_DIR'],
): SocketPlace {
  const hash = createHash('sha256').update(realFolder).digest('hex').slice(0, 24)
  if (platform === 'win32') return { folder: null, path: `\\\\.\\pipe\\sluice-${hash}` }
  // By number alone: the user of a container may have no name there.
  const mine = `sluice-${process.getuid?.()}`
  const candidates = [runtimeFolder, tmpdir(), '/tmp'].filter((base) => base !== undefined && base !== '')
  const folders = candidates.map((base) => join(base as string, mine))
  const folder = folders.find((name) => Buffer.byteLength(join(name, hash)) <= MAX_SOCKET_BYTES) ?? join('/tmp', mine)
  return { folder, path: join(folder, hash) }
}
