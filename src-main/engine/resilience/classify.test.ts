import { describe, expect, it } from 'vitest'
import type { LlmFailure } from '../ports.ts'
import { classify } from './classify.ts'

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

describe('classify', () => {
  it.each([
    [429, 'rate_limit_error', 'rate_limited', 'pace', 'rate'],
    [429, 'ramp_limit_exceeded', 'rate_limited', 'pace', 'ramp'],
    [429, null, 'rate_limited', 'pace', 'rate'],
    [429, 'enforced_spend_limit_reached', 'spend_limit_reached', 'hold', null],
    [402, 'billing_error', 'out_of_credit', 'hold', null],
    [401, 'authentication_error', 'key_rejected', 'hold', null],
    [401, null, 'key_rejected', 'hold', null],
    [403, 'permission_error', 'permission_denied', 'hold', null],
    [404, 'not_found_error', 'model_unknown', 'hold', null],
    [400, 'invalid_request_error', 'request_invalid', 'chunk', null],
    [413, 'request_too_large', 'request_invalid', 'chunk', null],
    [500, 'api_error', 'api_error', 'again', null],
    [502, null, 'api_error', 'again', null],
    [504, 'timeout_error', 'api_error', 'again', null],
    [529, 'overloaded_error', 'overloaded', 'again', 'overloaded'],
    [null, 'overloaded_error', 'overloaded', 'again', 'overloaded'],
  ] as const)('HTTP %s %s is %s: %s', (status, type, code, remedy, refusal) => {
    expect(classify(failure({ status, type }))).toEqual({ code, remedy, refusal, outcome: 'refused' })
  })

  it.each([
    ['network', 'ECONNREFUSED', 'network_unreachable', 'hold'],
    ['network', 'ENOTFOUND', 'network_unreachable', 'hold'],
    ['network', 'ENETUNREACH', 'network_unreachable', 'hold'],
    ['network', 'ECONNRESET', 'connection_lost', 'again'],
    ['torn', null, 'connection_lost', 'again'],
    ['timeout', null, 'call_timeout', 'again'],
    ['aborted', null, 'connection_lost', 'again'],
  ] as const)('%s %s is %s: %s', (kind, type, code, remedy) => {
    expect(classify(failure({ kind, type }))).toMatchObject({ code, remedy, refusal: null })
  })

  it('books as unknown what may have been paid', () => {
    expect(classify(failure({ kind: 'torn', certainlyUnpaid: false })).outcome).toBe('unknown')
    expect(classify(failure({ kind: 'network', type: 'ECONNREFUSED' })).outcome).toBe('refused')
  })
})
