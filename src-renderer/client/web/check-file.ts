import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Client } from '../client.ts'

const MEGABYTE = 1_000_000

/**
 * Rejects with what the host would refuse, file_too_large, and with file_unreadable: some browsers show of either only
 * that the connection broke.
 */
export async function checkFile(call: Client['call'], file: File): Promise<void> {
  const { settings } = await call('config.get', {})
  const limit = settings.find(({ name }) => name === 'maxFileMegabytes')?.value
  if (typeof limit === 'number' && file.size > limit * MEGABYTE) {
    throw new SluiceError('file_too_large', `expected at most ${limit} MB, came ${Math.ceil(file.size / MEGABYTE)} MB`)
  }
  await file
    .slice(0, 1)
    .arrayBuffer()
    .catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause)
      throw new SluiceError('file_unreadable', `expected a file that can be read, came: ${reason}`, {
        cause,
        remedy: 'Give this user the right to read it, then add it again.',
      })
    })
}
