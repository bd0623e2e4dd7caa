import { describe, expect, it } from 'vitest'
import type { LlmFailure } from '../ports.ts'
import { classify, FAILED_CALLS, rowFor, type Verdict } from './classify.ts'

type Case = [failure: Partial<LlmFailure>, expected: `${Verdict['code']}: ${Verdict['remedy']}`, refusal?: string]

const http = (status: number | null, type: string | null = null, message = 'came a failure') => ({
  status,
  type,
  message,
})

/** What each row of the table is there for, by its name. */
const CASES: Record<string, Case[]> = {
  'no key': [[http(null, 'key_missing'), 'key_missing: hold']],
  'out of credit, by its sentence': [
    [http(400, 'invalid_request_error', 'Your credit balance is too low to access the API.'), 'out_of_credit: hold'],
  ],
  'text blocked': [
    [
      http(400, 'invalid_request_error', '400 invalid_request_error: Output blocked by content filtering policy'),
      'model_refused: text',
    ],
    [http(null, 'invalid_request_error', 'Output blocked by content filtering policy'), 'model_refused: text'],
  ],
  'spend limit': [
    [http(429, 'enforced_spend_limit_reached'), 'spend_limit_reached: hold'],
    [http(429, 'contract_spend_limit_reached'), 'spend_limit_reached: hold'],
    [http(429, 'linked_organization_spend_limit_reached'), 'spend_limit_reached: hold'],
  ],
  'rise too fast': [[http(429, 'ramp_limit_exceeded'), 'rate_limited: pace', 'ramp']],
  'rate limit': [[http(429, 'rate_limit_error'), 'rate_limited: pace', 'rate']],
  overloaded: [
    [http(529, 'overloaded_error'), 'overloaded: again', 'overloaded'],
    [http(null, 'overloaded_error'), 'overloaded: again', 'overloaded'],
  ],
  'key revoked': [[http(401, 'authentication_error'), 'key_rejected: hold']],
  'permission missing': [[http(403, 'permission_error'), 'permission_denied: hold']],
  'out of credit': [[http(402, 'billing_error'), 'out_of_credit: hold']],
  'model retired': [[http(404, 'not_found_error'), 'model_unknown: hold']],
  'fault of the API': [
    [http(500, 'api_error'), 'api_error: again'],
    [http(504, 'timeout_error'), 'api_error: again'],
  ],
  429: [[http(429), 'rate_limited: pace', 'rate']],
  529: [[http(529), 'overloaded: again', 'overloaded']],
  401: [[http(401), 'key_rejected: hold']],
  402: [[http(402), 'out_of_credit: hold']],
  403: [[http(403, 'organization_on_hold'), 'permission_denied: hold']],
  404: [[http(404), 'model_unknown: hold']],
  'fault of a server': [408, 409, 499, 500, 501, 502, 503, 504].map((status) => [http(status), 'api_error: again']),
  'request not taken': [
    [http(400, 'invalid_request_error'), 'request_invalid: chunk'],
    [http(413, 'request_too_large'), 'request_invalid: chunk'],
    [http(412), 'request_invalid: chunk'],
    [http(422), 'request_invalid: chunk'],
    [http(431), 'request_invalid: chunk'],
  ],
  'no answer of the API': [[http(null, 'an_error_of_tomorrow'), 'api_error: again']],
  'out of time': [[{ kind: 'timeout' }, 'call_timeout: again']],
  'never connected': [[{ kind: 'network', type: 'ECONNREFUSED' }, 'network_unreachable: hold']],
  'connection lost': [[{ kind: 'network', type: 'ECONNRESET', certainlyUnpaid: false }, 'connection_lost: again']],
  'answer cut off': [[{ kind: 'torn', certainlyUnpaid: false }, 'connection_lost: again']],
  'ended from here': [[{ kind: 'aborted' }, 'connection_lost: again']],
}

function failure(parts: Partial<LlmFailure>): LlmFailure {
  return {
    kind: 'http',
    status: null,
    type: null,
    message: 'came a failure',
    retryAfterMs: null,
    requestId: null,
    limits: {},
    usage: null,
    certainlyUnpaid: true,
    ...parts,
  }
}

describe('the table of failed calls', () => {
  it.each(FAILED_CALLS.map(({ name }) => name))('%s: its cases meet this row, and what it says', (name) => {
    const cases = CASES[name] ?? []
    expect(cases.length).toBeGreaterThan(0)
    for (const [parts, expected, refusal = null] of cases) {
      const { code, remedy, ...verdict } = classify(failure(parts))
      expect([rowFor(failure(parts)).name, `${code}: ${remedy}`, verdict.refusal]).toEqual([name, expected, refusal])
    }
  })

  it('has a row for every case, once', () => {
    expect(FAILED_CALLS.map(({ name }) => name).toSorted()).toEqual(Object.keys(CASES).toSorted())
  })

  it.each(['http', 'network', 'timeout', 'torn', 'aborted'] as const)('leaves no failure of kind %s out', (kind) => {
    expect(FAILED_CALLS.findLast((row) => row.kind === kind)).not.toMatchObject({ status: expect.anything() })
    expect(classify(failure({ kind, certainlyUnpaid: false })).outcome).toBe('unknown')
  })

  it('books as unknown what may have been paid', () => {
    expect(classify(failure({ kind: 'torn', certainlyUnpaid: false })).outcome).toBe('unknown')
    expect(classify(failure({ kind: 'network', type: 'ECONNREFUSED' })).outcome).toBe('refused')
  })
})
