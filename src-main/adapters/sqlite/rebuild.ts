import { statfs, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type Sqlite from 'better-sqlite3'
import type { Logger, SpawnWorker } from '../../engine/ports.ts'
import { inDatabaseProcess } from './database-process.ts'

/** The copy that is written aside, and the log that it comes back through. */
const COPIES = 2
/** Of `PRAGMA auto_vacuum`. */
const INCREMENTAL = 2

/** Whether free pages of the database can be given back in steps: so in every one made since, and in older ones rebuilt. */
export function isRebuilt(sql: Sqlite.Database): boolean {
  return sql.memory || sql.pragma('auto_vacuum', { simple: true }) === INCREMENTAL
}

interface Told {
  logger: Logger | undefined
  rebuilding: ((bytes: number) => void) | undefined
}

/**
 * Writes a database anew, once, in a process of its own: nobody may have it open. What lay in its free pages from before
 * they were overwritten is gone then, too. It is whole at every moment; where there is no room it stays as it is, and the
 * next start tries again. Source: sqlite.org/lang_vacuum.html.
 */
export async function rebuild(path: string, spawn: SpawnWorker, { logger, rebuilding }: Told): Promise<void> {
  const { size } = await stat(path)
  const { bavail, bsize } = await statfs(dirname(path))
  if (bavail * bsize < COPIES * size) {
    logger?.warn('no room to compact the database', { needed: COPIES * size, free: bavail * bsize })
    return
  }
  logger?.info('compacting the database once', { bytes: size })
  rebuilding?.(size)
  const { found } = await inDatabaseProcess(spawn, { path, work: 'rebuild' })
  if (found === 'ok') logger?.info('database compacted', { bytes: (await stat(path)).size })
  else logger?.warn('could not compact the database', { error: found })
}
