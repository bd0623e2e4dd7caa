import { parseByteRange, type ByteRange } from './byte-range.ts'

export interface BlobAnswer {
  status: 200 | 206 | 416
  headers: Record<string, string>
  /** What of the file is to be sent; null for nothing. */
  bytes: ByteRange | null
}

/** How a document's bytes are answered, whatever carries them: as what it is, never as a page, whole or the range asked for. */
export function blobAnswer(
  sha256: string,
  size: number,
  asked: { range: string | undefined; ifRange: string | undefined },
): BlobAnswer {
  const etag = `"${sha256}"`
  const headers = {
    'content-type': 'application/pdf',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
    'accept-ranges': 'bytes',
    etag,
  }
  const changed = asked.ifRange !== undefined && asked.ifRange !== etag
  const range = parseByteRange(changed ? undefined : asked.range, size)
  if (range === 'unsatisfiable') {
    return {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${size}`, 'content-length': '0' },
      bytes: null,
    }
  }
  const bytes = range ?? (size === 0 ? null : { start: 0, end: size - 1 })
  const length = bytes === null ? 0 : bytes.end - bytes.start + 1
  return {
    status: range ? 206 : 200,
    headers: {
      ...headers,
      'content-length': `${length}`,
      ...(range ? { 'content-range': `bytes ${range.start}-${range.end}/${size}` } : {}),
    },
    bytes,
  }
}
