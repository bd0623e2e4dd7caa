import { SluiceError } from '../../../src-shared/contract/errors.ts'

/** What kept a document from being opened or read on, in our codes. */
export function pdfError(thrown: unknown): SluiceError {
  if (thrown instanceof SluiceError) return thrown
  const name = thrown instanceof Error ? thrown.name : ''
  const message = describe(thrown)
  if (name === 'PasswordException') {
    return new SluiceError(
      'pdf_encrypted',
      'Expected a PDF that opens without a password; came one that asks for it.',
      {
        cause: thrown,
      },
    )
  }
  const system = thrown instanceof Error && 'code' in thrown ? thrown.code : null
  if (system === 'ENOENT') {
    return new SluiceError('blob_missing', 'Expected the stored copy of the file; it is gone.', { cause: thrown })
  }
  if (system === 'EACCES' || system === 'EPERM' || system === 'EIO') {
    return new SluiceError('file_unreadable', `Expected a readable file; came ${system}.`, { cause: thrown })
  }
  return new SluiceError('pdf_corrupt', `Expected a whole PDF; came: ${message}`, { cause: thrown })
}

/** The reason in one short line; documents may put anything into it. */
export function describe(thrown: unknown): string {
  const text = thrown instanceof Error ? thrown.message || thrown.name : String(thrown)
  return text.replace(/\s+/g, ' ').slice(0, 200)
}
