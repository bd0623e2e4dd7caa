import { join } from 'node:path'

/** Names of what lies in a data folder; part of what backups and people rely on. */
export function dataLayout(folder: string) {
  return {
    database: join(folder, 'sluice.db'),
    backups: join(folder, 'backups'),
    blobs: join(folder, 'blobs'),
    log: join(folder, 'sluice.log'),
    /** Only where no keyring did what was asked last. */
    key: join(folder, 'api-key'),
    lock: join(folder, 'owner.lock'),
    /** Where the owner listens. */
    ownerPlace: join(folder, 'owner.socket'),
    /** Port and tokens of the window in a browser, so that an open page survives a restart. */
    web: join(folder, 'web.json'),
    /** What a script says to a running `serve`. */
    serveToken: join(folder, 'serve-token'),
    /** Files on their way from a browser into the queue. */
    uploads: join(folder, 'uploads'),
  }
}
