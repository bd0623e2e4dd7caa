import { SluiceError } from '../../src-shared/contract/errors.ts'
import type { Lock } from '../adapters/lock/index.ts'
import { dataLayout } from './data-layout.ts'

export type { Lock }

/**
 * One data folder, one engine: whoever holds this lock owns the folder's database and socket. Null if it is held.
 * The native module is loaded only here, so that a client that finds an owner never pays for it.
 * Rejects with data_folder_unusable.
 */
export async function tryOwn(dataFolder: string): Promise<Lock | null> {
  const path = dataLayout(dataFolder).lock
  const { tryAcquireLock } = await import('../adapters/lock/index.ts')
  try {
    return tryAcquireLock(path)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SluiceError('data_folder_unusable', `expected to lock ${path}, came: ${reason}`, { cause })
  }
}
