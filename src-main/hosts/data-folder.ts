import { accessSync, chmodSync, constants, existsSync, mkdirSync, realpathSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import envPaths from 'env-paths'
import { SluiceError } from '../../src-shared/contract/errors.ts'

/** Where everything is kept unless `--data` or SLUICE_DATA_DIR says otherwise; the same in every host. */
export function defaultDataFolder(): string {
  return envPaths('sluice', { suffix: '' }).data
}

/**
 * Makes the folder where there is none, for this user only, and gives its real path: two names of one folder
 * must meet in one lock and one socket. Rejects with data_folder_unusable.
 */
export function prepareDataFolder(folder: string): string {
  const path = resolve(folder)
  try {
    makeFolder(path)
    if (!statSync(path).isDirectory()) throw new Error('a file')
    chmodSync(path, 0o700)
    accessSync(path, constants.W_OK)
    return realpathSync(path)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SluiceError(
      'data_folder_unusable',
      `expected a folder this user can write to at ${path}, came: ${reason}`,
      { cause },
    )
  }
}

/**
 * Step by step, since Node's own recursive way never returns where a file system answers "no such folder" to making one
 * (Linux's /proc does). Another process may make the same folder at the same time.
 */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}
