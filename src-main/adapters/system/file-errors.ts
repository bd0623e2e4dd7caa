import { SluiceError, type ErrorCode } from '../../../src-shared/contract/errors.ts'

/** What Node's codes of a failed file operation mean for a document. */
export const FILE_CODES: Record<string, ErrorCode> = {
  ENOENT: 'file_missing',
  ENOTDIR: 'file_missing',
  EACCES: 'file_unreadable',
  EPERM: 'file_unreadable',
  EISDIR: 'file_unreadable',
  ELOOP: 'file_unreadable',
  EBUSY: 'file_unreadable',
  EIO: 'file_unreadable',
  ENAMETOOLONG: 'file_missing',
  ENOSPC: 'disk_full',
  EDQUOT: 'disk_full',
  EFBIG: 'disk_full',
  EMFILE: 'computer_busy',
  ENFILE: 'computer_busy',
}

/** What the commonest codes mean, in words. */
const WORDS: Record<string, string> = {
  ENOENT: 'no such file or folder',
  ENOTDIR: 'no such file or folder',
  EACCES: 'no permission to read it',
  EPERM: 'no permission to read it',
}

/** The system's own code of a failed file operation ("ENOENT"), or null. */
export function systemCode(thrown: unknown): string | null {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : null
}

/** A failed read of a person's file, in our codes. */
export function sourceError(path: string, thrown: unknown): SluiceError {
  if (thrown instanceof SluiceError) return thrown
  const system = systemCode(thrown)
  const code = (system === null ? undefined : FILE_CODES[system]) ?? 'file_unreadable'
  const came = system === null ? String(thrown) : (WORDS[system] ?? system)
  return new SluiceError(code, `Expected a readable file at ${path}; came ${came}.`, { cause: thrown })
}

/** A failed write into the data folder: this computer's fault, never the document's. */
export function storageError(path: string, thrown: unknown): SluiceError {
  if (thrown instanceof SluiceError) return thrown
  const system = systemCode(thrown)
  const known = system === null ? undefined : FILE_CODES[system]
  const code = known === 'disk_full' || known === 'computer_busy' ? known : 'store_failed'
  return new SluiceError(code, `Expected to write ${path}; came ${system ?? String(thrown)}.`, { cause: thrown })
}
