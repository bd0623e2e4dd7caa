import { createReadStream } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { blobAnswer } from '../blob-answer.ts'
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
  const { range } = request.headers
  const answer = blobAnswer(sha256, found.size, { range, ifRange: request.headersDistinct['if-range']?.[0] })
  response.writeHead(answer.status, answer.headers)
  if (answer.bytes === null) response.end()
  else await sendBytes(request, response, path, answer.bytes)
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
