import type { LlmFailure } from '../../ports.ts'
import type { CallFailure } from '../servers/behaviours.ts'

/** How each failure looks to the engine: types and statuses of the API, codes of Node. */
const FAILURES = {
  rate_limited: { status: 429, type: 'rate_limit_error' },
  spend_limit: { status: 429, type: 'enforced_spend_limit_reached' },
  overloaded: { status: 529, type: 'overloaded_error' },
  // The API's own failures may come after it has worked.
  api_error: { status: 500, type: 'api_error', certainlyUnpaid: false },
  unauthorized: { status: 401, type: 'authentication_error' },
  rejected: { status: 400, type: 'invalid_request_error' },
  timeout: { kind: 'timeout', certainlyUnpaid: false },
  reset: { kind: 'network', type: 'ECONNRESET', certainlyUnpaid: false },
  unreachable: { kind: 'network', type: 'ECONNREFUSED' },
  torn: { kind: 'torn', certainlyUnpaid: false },
  aborted: { kind: 'aborted', certainlyUnpaid: false },
} satisfies Record<CallFailure | 'aborted', Partial<LlmFailure>>

export function failureOf(what: CallFailure | 'aborted'): LlmFailure {
  return {
    kind: 'http',
    status: null,
    type: null,
    message: `the simulation's ${what}`,
    retryAfterMs: null,
    requestId: null,
    limits: {},
    usage: null,
    certainlyUnpaid: true,
    ...FAILURES[what],
  }
}
