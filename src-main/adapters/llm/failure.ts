import { APIError } from '@anthropic-ai/sdk'
import type { Usage } from '../../../src-shared/model/usage.ts'
import type { LlmFailure } from '../../engine/ports.ts'
import { readLimits, readRetryAfter, type HeaderSource } from './answer-headers.ts'
import type { EndReason } from './deadlines.ts'

/** How far a call had come when it broke. */
export interface Progress {
  /** The request may have reached the API. */
  sent: boolean
  status: number | null
  headers: HeaderSource | null
  /** What fetch threw before the headers: the SDK drops its cause for timeouts. */
  wireError: unknown
  usage: Usage | null
  endedFromHere: EndReason | null
}

type Shape = Pick<LlmFailure, 'kind' | 'status' | 'type' | 'message' | 'certainlyUnpaid'>

/** Statuses of the API's error types, for an `error` event in a stream whose own status was 200. */
const STATUS_OF_TYPE: Record<string, number> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
}

/** A gateway's word for a client that left while it was being served. */
const CLIENT_GONE = 499

/** How Node's and OpenSSL's codes begin for a connection that was never made: not a byte of the request has left. */
export const NEVER_CONNECTED = [
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_',
  'ENETUNREACH',
  'ENETDOWN',
  'EHOSTUNREACH',
  'EHOSTDOWN',
  'EADDRNOTAVAIL',
  'UND_ERR_CONNECT',
  'ERR_TLS',
  'ERR_SSL',
  'CERT_',
  'UNABLE_TO',
  'SELF_SIGNED',
  'DEPTH_ZERO',
  'HOSTNAME_MISMATCH',
  'ERR_INVALID_URL',
] as const

/** Node's code of an error, looked for down its chain of causes. */
export function codeOf(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if ('code' in at && typeof at.code === 'string') return at.code
  }
  return null
}

/** What lies below an error without a code: fetch's own is only "fetch failed". */
function innermostMessage(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 8; at = at.cause, depth += 1) {
    if (!(at.cause instanceof Error)) return at.message
  }
  return null
}

function fromHere(reason: EndReason, sent: boolean): Shape {
  const certainlyUnpaid = !sent
  if (reason === 'closed') {
    return { kind: 'aborted', status: null, type: null, message: 'the call was ended by Sluice', certainlyUnpaid }
  }
  const what = reason === 'idle_timeout' ? 'the answer to go on' : 'the whole answer'
  const message = `expected ${what} in time, came nothing more`
  return { kind: 'timeout', status: null, type: reason, message, certainlyUnpaid }
}

function fromStatus(error: APIError, status: number): Shape {
  const type = error.errorCode ?? error.type
  // the API says no before it works; its own failures and those of a gateway may come after
  const certainlyUnpaid = (status >= 400 && status < CLIENT_GONE) || status === 529
  const message = `the API answered ${status}${type ? ` ${type}` : ''}${error.apiMessage ? `: ${error.apiMessage}` : ''}`
  return { kind: 'http', status, type, message, certainlyUnpaid }
}

function fromErrorEvent(error: APIError, type: string): Shape {
  const message = `the API broke off its answer with ${type}${error.apiMessage ? `: ${error.apiMessage}` : ''}`
  return {
    kind: 'http',
    status: STATUS_OF_TYPE[type] ?? null,
    type: error.errorCode ?? type,
    message,
    certainlyUnpaid: false,
  }
}

function shapeOf(error: unknown, progress: Progress): Shape {
  if (error instanceof APIError && typeof error.status === 'number') return fromStatus(error, error.status)
  if (progress.endedFromHere) return fromHere(progress.endedFromHere, progress.sent)
  if (error instanceof APIError && error.type) return fromErrorEvent(error, error.type)
  if (progress.headers) {
    const type = codeOf(error)
    const message = `expected a whole answer, came one that was cut off${type ? ` (${type})` : ''}`
    return { kind: 'torn', status: progress.status, type, message, certainlyUnpaid: false }
  }
  const type = codeOf(progress.wireError ?? error)
  const never = !progress.sent || NEVER_CONNECTED.some((beginning) => type?.startsWith(beginning))
  const reason = type ?? innermostMessage(progress.wireError ?? error)
  const message = `expected an answer, ${never ? 'came no connection to the API' : 'lost the connection'}${reason ? ` (${reason})` : ''}`
  return { kind: 'network', status: null, type, message, certainlyUnpaid: never }
}

/**
 * Why a call has no usable reply, as data. `message` may still quote the API: redact it.
 * @param now UTC epoch milliseconds.
 */
export function toFailure(error: unknown, progress: Progress, now: number): LlmFailure {
  return {
    ...shapeOf(error, progress),
    retryAfterMs: readRetryAfter(progress.headers, now),
    requestId: progress.headers?.get('request-id') ?? null,
    limits: readLimits(progress.headers),
    usage: progress.usage,
  }
}
