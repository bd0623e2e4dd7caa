import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { parseByteRange } from '../byte-range.ts'
import { pageFile } from '../page-files.ts'
import { NOT_FOUND, refuse } from './answer.ts'

/** The built page and its parts. */
export async function sendPageFile(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  folder: string,
): Promise<void> {
  const file = await pageFile(path, folder)
  if (!file) return refuse(request, response, 404, NOT_FOUND)
  response.writeHead(200, { ...file.headers, 'content-length': file.bytes })
  await sendBytes(request, response, file.path, {})
}

/** A document's bytes, or the range of them that was asked for. */
export async function sendBlob(
  request: IncomingMessage,
  response: ServerResponse,
  sha256: string,
  path: string | null,
): Promise<void> {
  const found = path === null ? null : await stat(path).catch(() => null)
  if (path === null || !found) return refuse(request, response, 404, NOT_FOUND)
  const etag = `"${sha256}"`
  const changed = request.headers['if-range'] !== undefined && request.headers['if-range'] !== etag
  const range = parseByteRange(changed ? undefined : request.headers.range, found.size)
  const headers = {
    'content-type': 'application/pdf',
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'no-store',
    'accept-ranges': 'bytes',
    etag,
  }
  if (range === 'unsatisfiable') {
    response.writeHead(416, { ...headers, 'content-range': `bytes */${found.size}`, 'content-length': 0 }).end()
    return
  }
  const { start, end } = range ?? { start: 0, end: found.size - 1 }
  response.writeHead(range ? 206 : 200, {
    ...headers,
    'content-length': end - start + 1,
    ...(range ? { 'content-range': `bytes ${start}-${end}/${found.size}` } : {}),
  })
  if (found.size === 0) response.end()
  else await sendBytes(request, response, path, { start, end })
}

/** A reader that goes away while it is sent is no error. */
async function sendBytes(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  range: { start?: number; end?: number },
): Promise<void> {
  if (request.method === 'HEAD') response.end()
  else await pipeline(createReadStream(path, range), response).catch(() => response.destroy())
}
