import { existsSync } from 'node:fs'
import { copyFile, open, rename } from 'node:fs/promises'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { checkDatabase } from './check-database.ts'

/** What SQLite keeps beside a database. Of a damaged one they are moved with it: they belong to no other. */
const BESIDE = ['', '-wal', '-shm']

/**
 * Puts a backup in the database's place, which nobody may have open. What was there is kept beside it under
 * `asideSuffix`, never removed; the backup stays where it is. Gives where the old database lies now, or null where there
 * was none. Rejects with database_damaged, and changes nothing, if the backup is not sound.
 */
export async function putBack(database: string, backup: string, asideSuffix: string): Promise<string | null> {
  const found = soundness(backup)
  if (found !== 'ok') {
    throw new SluiceError('database_damaged', `expected a sound backup at ${backup}, came: ${found}`, {
      remedy: 'Name another one: backup --list shows them.',
    })
  }
  const whole = `${database}.restored`
  await copyFile(backup, whole)
  await flush(whole)
  const hadOne = existsSync(database)
  for (const end of BESIDE) {
    if (existsSync(`${database}${end}`)) await rename(`${database}${end}`, `${database}${asideSuffix}${end}`)
  }
  await rename(whole, database)
  return hadOne ? `${database}${asideSuffix}` : null
}

function soundness(path: string): string {
  try {
    return checkDatabase(path).integrity ?? 'no file'
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown)
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
