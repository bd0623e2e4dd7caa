import { open, stat } from 'node:fs/promises'
import { blobAnswer } from '../blob-answer.ts'
import type { ByteRange } from '../byte-range.ts'
import { pageFile } from '../page-files.ts'
import { isOfPage } from './page-address.ts'

export interface PageSources {
  /** Where the bytes of a document lie; null for a hash that is not known. */
  blobPath(sha256: string): Promise<string | null>
  /** The built page. */
  folder?: string
}

const BLOBS = '/blob/'
const HEADERS = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' }
/** One step of reading: what is held in memory of a document on its way. */
const STEP_BYTES = 256 * 1024

/** Answers a request of the page: its own files, confined to the build, and documents by range. */
export async function answerPage(request: Request, { blobPath, folder }: PageSources): Promise<Response> {
  if (!isOfPage(request.url)) return empty(404)
  if (request.method !== 'GET' && request.method !== 'HEAD') return empty(405)
  const { pathname } = new URL(request.url)
  if (pathname.startsWith(BLOBS)) return answerBlob(request, pathname.slice(BLOBS.length), blobPath)
  const file = await pageFile(pathname, folder)
  if (file === null) return empty(404)
  const headers = { ...HEADERS, ...file.headers, 'content-length': `${file.bytes}` }
  const bytes = file.bytes === 0 ? null : { start: 0, end: file.bytes - 1 }
  return new Response(await body(request, file.path, bytes), { headers })
}

async function answerBlob(request: Request, sha256: string, blobPath: PageSources['blobPath']): Promise<Response> {
  const path = await blobPath(sha256)
  const found = path === null ? null : await stat(path).catch(() => null)
  if (path === null || found === null) return empty(404)
  const { status, headers, bytes } = blobAnswer(sha256, found.size, {
    range: request.headers.get('range') ?? undefined,
    ifRange: request.headers.get('if-range') ?? undefined,
  })
  return new Response(await body(request, path, bytes), { status, headers: { ...HEADERS, ...headers } })
}

function empty(status: number): Response {
  return new Response(null, { status, headers: HEADERS })
}

/** Reads a file only as fast as the page takes it. */
async function body(request: Request, path: string, bytes: ByteRange | null): Promise<ReadableStream | null> {
  if (request.method === 'HEAD' || bytes === null) return null
  const file = await open(path)
  let at = bytes.start
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const wanted = Math.min(STEP_BYTES, bytes.end - at + 1)
      const { bytesRead, buffer } = await file.read(new Uint8Array(wanted), 0, wanted, at)
      at += bytesRead
      if (bytesRead > 0) controller.enqueue(buffer.subarray(0, bytesRead))
      // A file that was cut meanwhile ends early; the page sees that from the length that was told.
      if (at > bytes.end || bytesRead === 0) {
        controller.close()
        await file.close()
      }
    },
    cancel: () => file.close(),
  })
}
