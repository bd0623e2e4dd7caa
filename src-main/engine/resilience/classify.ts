import type { ErrorCode } from '../../../src-shared/contract/errors.ts'
import type { EpochMs, LlmFailure } from '../ports.ts'
import { timeNamedIn } from './named-time.ts'

/**
 * What to do about a failed call:
 * `pace`: wait as long as the API says, the whole family; not the chunk's fault and not counted against it.
 * `again`: backoff, bounded tries, then the lane waits. `chunk`: never again for this chunk, unless others fare no better:
 * then the fault is ours. `text`: never again for this chunk, whose text was judged. `hold`: the lane waits; no document
 * fails for it.
 */
export type Remedy = 'pace' | 'again' | 'chunk' | 'text' | 'hold'

export interface Verdict {
  code: ErrorCode
  remedy: Remedy
  /** How the ledger books it: `refused` is certainly unpaid, `unknown` possibly paid. */
  outcome: 'refused' | 'unknown'
  /** What the limiter is told: why the API said no, or null when its pace is not concerned. */
  refusal: 'rate' | 'ramp' | 'overloaded' | null
  /** When the API says that it answers again, where it names a time that only a person can bring forward; else null. */
  until: EpochMs | null
}

/** What a failure must be for the row to count: all that it names. */
interface Row {
  name: string
  kind: LlmFailure['kind']
  /** Matches the API's error type or code. */
  type?: RegExp
  status?: (status: number) => boolean
  /** Matches the API's sentence, where it gives no type of its own. */
  message?: RegExp
  /** Nothing of the request can have left. */
  unpaid?: true
  code: ErrorCode
  remedy: Remedy
  refusal?: Verdict['refusal']
  /** Its sentence may name the time from which it answers again. */
  namesTime?: true
}

const is = (status: number) => (s: number) => s === status

/**
 * The one table of failed calls; the first row that matches counts.
 * Source: docs.anthropic.com/en/api/errors and the SDK's error classes (1.13).
 */
export const FAILED_CALLS: readonly Row[] = [
  { name: 'no key', kind: 'http', type: /^key_missing$/, code: 'key_missing', remedy: 'hold' },
  {
    name: 'out of credit, by its sentence',
    kind: 'http',
    message: /credit balance is too low/i,
    code: 'out_of_credit',
    remedy: 'hold',
  },
  {
    name: 'text blocked',
    kind: 'http',
    message: /blocked by content filtering/i,
    code: 'model_refused',
    remedy: 'text',
  },
  {
    name: 'spend limit',
    kind: 'http',
    type: /spend_limit_reached/,
    code: 'spend_limit_reached',
    remedy: 'hold',
    namesTime: true,
  },
  {
    name: 'rise too fast',
    kind: 'http',
    type: /ramp_limit_exceeded/,
    code: 'rate_limited',
    remedy: 'pace',
    refusal: 'ramp',
  },
  {
    name: 'rate limit',
    kind: 'http',
    type: /^rate_limit_error$/,
    code: 'rate_limited',
    remedy: 'pace',
    refusal: 'rate',
  },
  {
    name: 'overloaded',
    kind: 'http',
    type: /^overloaded_error$/,
    code: 'overloaded',
    remedy: 'again',
    refusal: 'overloaded',
  },
  { name: 'key revoked', kind: 'http', type: /^authentication_error$/, code: 'key_rejected', remedy: 'hold' },
  { name: 'permission missing', kind: 'http', type: /^permission_error$/, code: 'permission_denied', remedy: 'hold' },
  { name: 'out of credit', kind: 'http', type: /^billing_error$/, code: 'out_of_credit', remedy: 'hold' },
  { name: 'model retired', kind: 'http', type: /^not_found_error$/, code: 'model_unknown', remedy: 'hold' },
  { name: 'fault of the API', kind: 'http', type: /^(api_error|timeout_error)$/, code: 'api_error', remedy: 'again' },
  { name: '429', kind: 'http', status: is(429), code: 'rate_limited', remedy: 'pace', refusal: 'rate' },
  { name: '529', kind: 'http', status: is(529), code: 'overloaded', remedy: 'again', refusal: 'overloaded' },
  { name: '401', kind: 'http', status: is(401), code: 'key_rejected', remedy: 'hold' },
  { name: '402', kind: 'http', status: is(402), code: 'out_of_credit', remedy: 'hold' },
  { name: '403', kind: 'http', status: is(403), code: 'permission_denied', remedy: 'hold' },
  { name: '404', kind: 'http', status: is(404), code: 'model_unknown', remedy: 'hold' },
  {
    name: 'fault of a server',
    kind: 'http',
    status: (s) => s === 408 || s === 409 || s === 499 || s >= 500,
    code: 'api_error',
    remedy: 'again',
  },
  { name: 'request not taken', kind: 'http', status: (s) => s >= 400, code: 'request_invalid', remedy: 'chunk' },
  { name: 'no answer of the API', kind: 'http', code: 'api_error', remedy: 'again' },
  { name: 'out of time', kind: 'timeout', code: 'call_timeout', remedy: 'again' },
  // No network, no name, no TLS: never the chunk's fault.
  { name: 'never connected', kind: 'network', unpaid: true, code: 'network_unreachable', remedy: 'hold' },
  { name: 'connection lost', kind: 'network', code: 'connection_lost', remedy: 'again' },
  { name: 'answer cut off', kind: 'torn', code: 'connection_lost', remedy: 'again' },
  { name: 'ended from here', kind: 'aborted', code: 'connection_lost', remedy: 'again' },
]

export function classify(failure: LlmFailure): Verdict {
  const { code, remedy, refusal = null, namesTime } = rowFor(failure)
  const until = namesTime ? timeNamedIn(failure.message) : null
  return { code, remedy, refusal, until, outcome: failure.certainlyUnpaid ? 'refused' : 'unknown' }
}

/** The row that counts. Each kind has one that takes what the others leave. */
export function rowFor(failure: LlmFailure): Row {
  const row = FAILED_CALLS.find((one) => matches(one, failure))
  if (!row) throw new TypeError(`expected a row for each kind of failure, found none for ${failure.kind}`)
  return row
}

function matches({ kind, type, status, message, unpaid }: Row, failure: LlmFailure): boolean {
  if (kind !== failure.kind) return false
  if (message && !message.test(failure.message)) return false
  if (type && (failure.type === null || !type.test(failure.type))) return false
  if (status && (failure.status === null || !status(failure.status))) return false
  return !unpaid || failure.certainlyUnpaid
}
