import { rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * Removes an uploaded file with the folder that it has for itself in `uploads`. Any other path is a person's own file, and
 * stays as it is.
 */
export async function removeHandedOver(uploads: string, path: string): Promise<void> {
  const own = dirname(resolve(path))
  if (dirname(own) === resolve(uploads)) await rm(own, { recursive: true, force: true })
}
