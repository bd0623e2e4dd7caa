import { chmod, open, readFile, rename, rm } from 'node:fs/promises'

const OWNER_ONLY = 0o600

/** The key in the file, trimmed: '' where nothing is in it, null where there is no file. */
export async function readKeyFile(file: string): Promise<string | null> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch {
    return null
  }
}

/** Writes the key so that no other user can read it at any moment, and a crash leaves the old or the new one. */
export async function writeKeyFile(file: string, key: string): Promise<void> {
  const temporary = `${file}.new`
  await rm(temporary, { force: true })
  const handle = await open(temporary, 'wx', OWNER_ONLY)
  try {
    await handle.writeFile(key === '' ? '' : `${key}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  // the mode given to open is narrowed by umask, never widened: this also mends an odd umask
  await chmod(temporary, OWNER_ONLY)
  await rename(temporary, file)
}

export async function removeKeyFile(file: string): Promise<void> {
  await rm(file, { force: true })
}
