import { join } from 'node:path'

/** Names of what lies in a data folder; part of what backups and people rely on. */
export function dataLayout(folder: string) {
  return {
    database: join(folder, 'sluice.db'),
    blobs: join(folder, 'blobs'),
    log: join(folder, 'sluice.log'),
    /** Only where there is no keyring. */
    key: join(folder, 'api-key'),
    lock: join(folder, 'owner.lock'),
  }
}
