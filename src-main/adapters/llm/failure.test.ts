import * as sdk from '@anthropic-ai/sdk'
import { describe, expect, it } from 'vitest'
import { NEVER_CONNECTED, toFailure, type Progress } from './failure.ts'

const NOTHING: Progress = { sent: true, status: null, headers: null, wireError: null, usage: null, endedFromHere: null }

/** Every class that the SDK throws, each with what the engine is told; `unpaid`: for certain. */
const CLASSES: Record<string, [status: number | null, expected: string]> = {
  BadRequestError: [400, 'http unpaid'],
  AuthenticationError: [401, 'http unpaid'],
  PaymentRequiredError: [402, 'http unpaid'],
  PermissionDeniedError: [403, 'http unpaid'],
  NotFoundError: [404, 'http unpaid'],
  RequestTimeoutError: [408, 'http unpaid'],
  ConflictError: [409, 'http unpaid'],
  PreconditionFailedError: [412, 'http unpaid'],
  ContentTooLargeError: [413, 'http unpaid'],
  UnprocessableEntityError: [422, 'http unpaid'],
  RateLimitError: [429, 'http unpaid'],
  RequestHeaderFieldsTooLargeError: [431, 'http unpaid'],
  ClientClosedRequestError: [499, 'http'],
  InternalServerError: [500, 'http'],
  NotImplementedError: [501, 'http'],
  ServiceUnavailableError: [503, 'http'],
  GatewayTimeoutError: [504, 'http'],
  OverloadedError: [529, 'http unpaid'],
  APIError: [418, 'http unpaid'],
  APIConnectionError: [null, 'network'],
  APIConnectionTimeoutError: [null, 'network'],
  APIUserAbortError: [null, 'network'],
  // Thrown by the SDK where nothing was sent, or for retries, which are off.
  AnthropicError: [null, 'network'],
  RetryableError: [null, 'network'],
}

const WITHOUT_STATUS: Record<string, () => Error> = {
  APIConnectionError: () => new sdk.APIConnectionError({ message: 'x' }),
  APIConnectionTimeoutError: () => new sdk.APIConnectionTimeoutError(),
  APIUserAbortError: () => new sdk.APIUserAbortError(),
  AnthropicError: () => new sdk.AnthropicError('x'),
  RetryableError: () => new sdk.RetryableError('x'),
}

const thrown = Object.entries(sdk).flatMap(([name, value]) =>
  typeof value === 'function' && (value === sdk.AnthropicError || value.prototype instanceof sdk.AnthropicError)
    ? [name]
    : [],
)

describe("the SDK's error classes", () => {
  it.each(thrown)('%s', (name) => {
    const [status, expected] = CLASSES[name] ?? [null, 'a case for this class']
    const error =
      status === null
        ? WITHOUT_STATUS[name]?.()
        : sdk.APIError.generate(status, { error: { type: 'a_type' } }, undefined, new Headers())
    expect(error?.constructor.name).toBe(name)
    const failure = toFailure(error, NOTHING, 0)
    expect(failure.status).toBe(status)
    expect(`${failure.kind}${failure.certainlyUnpaid ? ' unpaid' : ''}`).toBe(expected)
  })
})

describe("Node's codes of a connection", () => {
  it.each(NEVER_CONNECTED)('%s: nothing has left, so nothing is paid', (beginning) => {
    const wireError = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: `${beginning}X` }) })
    expect(toFailure(new sdk.APIConnectionError({ message: 'x' }), { ...NOTHING, wireError }, 0)).toMatchObject({
      kind: 'network',
      type: `${beginning}X`,
      certainlyUnpaid: true,
    })
  })

  it.each(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET', 'ETIMEDOUT'])('%s: it may have been paid', (code) => {
    const wireError = Object.assign(new Error('x'), { code })
    expect(toFailure(wireError, { ...NOTHING, wireError }, 0)).toMatchObject({
      kind: 'network',
      certainlyUnpaid: false,
    })
  })
})
