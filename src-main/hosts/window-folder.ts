import { createHash } from 'node:crypto'
import { join } from 'node:path'
import envPaths from 'env-paths'

/**
 * Where the browser inside a desktop window keeps its own files (caches, local storage): one folder per data folder (by
 * its real path), beside the settings of other programs and never in the data folder.
 */
export function windowFolder(dataFolder: string): string {
  const name = createHash('sha256').update(dataFolder).digest('hex').slice(0, 16)
  return join(envPaths('sluice', { suffix: '' }).config, 'window', name)
}
