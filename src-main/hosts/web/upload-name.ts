import { SluiceError } from '../../../src-shared/contract/errors.ts'

/** Longest name that the usual file systems take, less what others may add to it. */
const MAX_NAME_BYTES = 200

/** Names that Windows gives to devices, whatever the extension. */
const DEVICE = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?$/i

/**
 * The name of an uploaded file, which is data: its last part only, without what a file system or a terminal would act on,
 * at most 200 bytes with its extension kept. Rejects with `usage` where nothing is left.
 */
export function uploadName(given: string): string {
  const base = given.split(/[\\/]/).at(-1) ?? ''
  // Control characters, marks that turn the reading direction, and what Windows does not take.
  const plain = base
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}<>:"|?*]/gu, '_')
    .replace(/^[\s.]+|[\s.]+$/g, '')
  if (plain === '') throw new SluiceError('usage', 'expected the name of a file, came none')
  return shortened(DEVICE.test(plain) ? `_${plain}` : plain)
}

function shortened(name: string): string {
  if (Buffer.byteLength(name) <= MAX_NAME_BYTES) return name
  const extension = /\.[^.]{1,10}$/.exec(name)?.[0] ?? ''
  let stem = ''
  for (const letter of name.slice(0, name.length - extension.length)) {
    if (Buffer.byteLength(stem + letter + extension) > MAX_NAME_BYTES) break
    stem += letter
  }
  return stem.trimEnd() + extension
}
