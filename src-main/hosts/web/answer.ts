import type { IncomingMessage, ServerResponse } from 'node:http'
import { SluiceError, type ErrorInfo } from '../../../src-shared/contract/errors.ts'

/** On every answer. `same-origin`: no other page may hold our window, or show what we send. */
export const COMMON_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
}

/** How long a sender that was refused is listened to, so that it reads why before the connection closes. */
const LINGER_MS = 1000

export function sendJson(response: ServerResponse, status: number, value: unknown, headers = {}): void {
  const body = `${JSON.stringify(value)}\n`
  response.writeHead(status, { ...jsonHeaders(body), ...headers })
  response.end(body)
}

/**
 * Answers with an error and gives up the connection. A body on its way is thrown away for a moment: closing at once would
 * reset the connection, and the sender would see that instead of the answer.
 */
export function refuse(request: IncomingMessage, response: ServerResponse, status: number, error: Refused): void {
  if (response.headersSent || response.destroyed) {
    response.destroy()
    return
  }
  const body = `${JSON.stringify({ error })}\n`
  response.writeHead(status, { ...jsonHeaders(body), connection: 'close', ...(status === 401 ? CHALLENGE : {}) })
  if (request.complete || request.destroyed || !hasBody(request)) {
    response.end(body)
    return
  }
  response.write(body)
  const end = () => {
    clearTimeout(timer)
    response.end()
  }
  const timer = setTimeout(end, LINGER_MS)
  request.once('end', end).once('close', end).resume()
}

export const NOT_FOUND = { message: 'there is nothing here' }

/** A refusal at the door has a reason and no code: it comes before the product is asked. */
type Refused = ErrorInfo | { message: string }

const CHALLENGE = { 'www-authenticate': 'Bearer' }

export function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

/** A body is wanted: a sender that asked before sending (`Expect: 100-continue`) is told to. */
export function wantBody(request: IncomingMessage, response: ServerResponse): void {
  if (request.headers.expect?.toLowerCase() === '100-continue') response.writeContinue()
}

/** A small JSON body. Rejects with `usage` where it is longer than `maxBytes` or no JSON. */
export async function readJson(request: IncomingMessage, response: ServerResponse, maxBytes: number): Promise<unknown> {
  wantBody(request, response)
  const parts: Buffer[] = []
  let bytes = 0
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    bytes += part.length
    if (bytes > maxBytes) throw new SluiceError('usage', `expected at most ${maxBytes} bytes, came more`)
    parts.push(part)
  }
  try {
    return JSON.parse(Buffer.concat(parts).toString('utf8'))
  } catch (cause) {
    throw new SluiceError('usage', 'expected JSON, came something else', { cause })
  }
}

function jsonHeaders(body: string) {
  return {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  }
}
