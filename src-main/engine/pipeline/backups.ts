import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Backup } from '../ports.ts'
import { Cancelled } from '../resilience/cancellation.ts'
import { sleep } from '../resilience/local-holds.ts'
import type { PipelineContext } from './context.ts'

const HOUR_MS = 3_600_000
/** A start has better things to do. */
const FIRST_MS = 600_000
/** The newest copies that are kept: damage may go unnoticed for some days. */
const KEPT = 3

/** Copies the database; an older copy gives way only to one that was found sound. */
export async function makeBackup({ ports }: PipelineContext): Promise<Backup> {
  const backup = await ports.backups.make(ports.clock.now(), KEPT)
  ports.logger.info('backed up', { path: backup.path, bytes: backup.bytes })
  return backup
}

/** Makes a backup whenever the newest is older than the setting says. A failure is told and tried again in an hour. */
export async function keepBackups(context: PipelineContext): Promise<void> {
  const { clock, backups, logger } = context.ports
  try {
    for (let wait = FIRST_MS; ; wait = HOUR_MS) {
      await sleep(clock, wait, context.stopping)
      const { backupHours } = context.settings()
      if (backupHours === 'off') continue
      try {
        const now = clock.now()
        // One of a time to come was made under a wrong clock.
        const newest = (await backups.list()).find(({ kind, at }) => kind === 'backup' && at <= now)
        if (!newest || now - newest.at >= backupHours * HOUR_MS) await makeBackup(context)
      } catch (error) {
        const told = error instanceof SluiceError ? `${error.message} ${error.info.remedy}` : String(error)
        logger.error('could not back up', { error: told })
        // Where the disk is full this may fail, too.
        await context
          .activity('store.backup', null, `could not back up the database: ${told}`)
          .catch((untold: unknown) => logger.warn('could not say so', { error: String(untold) }))
      }
    }
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error
  }
}
