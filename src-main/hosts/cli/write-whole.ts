import { open, realpath, rename, rm, stat } from 'node:fs/promises'
import { SluiceError } from '../../../src-shared/contract/errors.ts'

/** The end of the name of a file that is not whole yet. */
const HALF = '.partial'

/**
 * Writes a file piece by piece, under another name until it is whole: what stood there before stays if it cannot be
 * written to its end. What is no file (a device, a pipe) is written as it is. Rejects with usage if the place cannot be
 * written to, and as `produce` does.
 */
export async function writeWhole(
  file: string,
  produce: (write: (text: string) => Promise<true>) => Promise<void>,
): Promise<void> {
  const failed = (cause: unknown): never => {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new SluiceError('usage', `--out expects a file that can be written, came ${file}: ${reason}`, { cause })
  }
  const there = await stat(file).catch(() => null)
  const isFile = there?.isFile() ?? true
  // A link stays one: the file that it leads to is replaced.
  const target = await realpath(file).catch(() => file)
  const place = isFile ? `${target}${HALF}` : target
  const handle = await open(place, 'w').catch(failed)
  try {
    await produce((text) => handle.writeFile(text).then(() => true as const, failed))
    if (isFile) await handle.sync().catch(failed)
    await handle.close().catch(failed)
    if (isFile) await rename(place, target).catch(failed)
  } catch (thrown) {
    await handle.close().catch(() => {})
    if (isFile) await rm(place, { force: true })
    throw thrown
  }
}
