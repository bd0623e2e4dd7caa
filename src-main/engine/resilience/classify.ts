import type { ErrorCode } from '../../../src-shared/contract/errors.ts'
import type { LlmFailure } from '../ports.ts'

/**
 * What to do about a failed call:
 * `pace`: wait as long as the API says, the whole family; not the chunk's fault and not counted against it.
 * `again`: backoff, bounded tries, then the lane waits. `chunk`: never again for this chunk.
 * `hold`: the lane waits; no document fails for it.
 */
export type Remedy = 'pace' | 'again' | 'chunk' | 'hold'

export interface Verdict {
  code: ErrorCode
  remedy: Remedy
  /** How the ledger books it: `refused` is certainly unpaid, `unknown` possibly paid. */
  outcome: 'refused' | 'unknown'
  /** What the limiter is told: why the API said no, or null when its pace is not concerned. */
  refusal: 'rate' | 'ramp' | 'overloaded' | null
}

interface Row {
  /** Matches the API's error type or code, or Node's code; checked before `status`. */
  type?: RegExp
  status?: (status: number) => boolean
  /** Matches the API's sentence, where it gives no type of its own. */
  message?: RegExp
  code: ErrorCode
  remedy: Remedy
}

const is = (status: number) => (s: number) => s === status

/**
 * The one table of HTTP failures; the first row that matches counts.
 * Source: docs.anthropic.com/en/api/errors and the SDK's error classes (1.13).
 */
const HTTP: Row[] = [
  { message: /credit balance is too low/i, code: 'out_of_credit', remedy: 'hold' },
  { type: /spend_limit_reached/, code: 'spend_limit_reached', remedy: 'hold' },
  { type: /ramp_limit_exceeded/, code: 'rate_limited', remedy: 'pace' },
  { type: /^rate_limit_error$/, code: 'rate_limited', remedy: 'pace' },
  { type: /^overloaded_error$/, code: 'overloaded', remedy: 'again' },
  { type: /^authentication_error$/, code: 'key_rejected', remedy: 'hold' },
  { type: /^permission_error$/, code: 'permission_denied', remedy: 'hold' },
  { type: /^billing_error$/, code: 'out_of_credit', remedy: 'hold' },
  { type: /^not_found_error$/, code: 'model_unknown', remedy: 'hold' },
  { type: /^(api_error|timeout_error)$/, code: 'api_error', remedy: 'again' },
  { status: is(429), code: 'rate_limited', remedy: 'pace' },
  { status: is(529), code: 'overloaded', remedy: 'again' },
  { status: is(401), code: 'key_rejected', remedy: 'hold' },
  { status: is(402), code: 'out_of_credit', remedy: 'hold' },
  { status: is(403), code: 'permission_denied', remedy: 'hold' },
  { status: is(404), code: 'model_unknown', remedy: 'hold' },
  { status: (s) => s === 408 || s === 409 || s >= 500, code: 'api_error', remedy: 'again' },
  { status: (s) => s >= 400, code: 'request_invalid', remedy: 'chunk' },
]

/** Node's codes for a network that is not there; what is left is a connection that broke. */
const UNREACHABLE =
  /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|ENETUNREACH|EHOSTUNREACH|ENETDOWN|ERR_TLS|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|HOSTNAME_MISMATCH|ERR_SSL|UND_ERR_CONNECT)/

export function classify(failure: LlmFailure): Verdict {
  const verdict = verdictOf(failure)
  return { ...verdict, refusal: refusalOf(verdict, failure) }
}

function refusalOf({ code }: Pick<Verdict, 'code'>, failure: LlmFailure): Verdict['refusal'] {
  if (code === 'overloaded') return 'overloaded'
  if (code !== 'rate_limited') return null
  return /ramp/.test(failure.type ?? '') ? 'ramp' : 'rate'
}

function verdictOf(failure: LlmFailure): Omit<Verdict, 'refusal'> {
  const outcome = failure.certainlyUnpaid ? 'refused' : 'unknown'
  if (failure.kind === 'http' && failure.type === 'key_missing') return { code: 'key_missing', remedy: 'hold', outcome }
  if (failure.kind === 'http') {
    const row = HTTP.find((r) => matches(r, failure))
    return { code: row?.code ?? 'api_error', remedy: row?.remedy ?? 'again', outcome }
  }
  if (failure.kind === 'timeout') return { code: 'call_timeout', remedy: 'again', outcome }
  if (failure.kind === 'network' && UNREACHABLE.test(failure.type ?? '')) {
    return { code: 'network_unreachable', remedy: 'hold', outcome }
  }
  return { code: 'connection_lost', remedy: 'again', outcome }
}

function matches(row: Row, failure: LlmFailure): boolean {
  if (row.message) return row.message.test(failure.message)
  if (row.type) return failure.type !== null && row.type.test(failure.type)
  return failure.status !== null && row.status?.(failure.status) === true
}
