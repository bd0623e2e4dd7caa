import { createHash } from 'node:crypto'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Fault } from '../../../e2e/fixtures/messages-api/faults.ts'
import type { StandInOptions } from '../../../e2e/fixtures/messages-api/options.ts'
import { MessagesApiStandIn } from '../../../e2e/fixtures/messages-api/stand-in.ts'
import { EXTRACTION_JSON_SCHEMA, extractionAnswer } from '../../../src-shared/model/extraction.ts'
import {
  LlmCallError,
  type LlmClient,
  type LlmFailure,
  type LlmPrompt,
  type LlmReply,
  type RateLimitHeaders,
} from '../../engine/ports.ts'
import { createAnthropicClient, type AnthropicClientOptions } from './anthropic-client.ts'

const KEY = 'sk-ant-api03-very-secret-0123456789'
const TEXT = 'Ada Lovelace wrote to Charles Babbage in 1843 about the Analytical Engine, a confidential matter.'
const PROMPT: LlmPrompt = {
  model: 'claude-haiku-5-5',
  system: 'Read the passage. '.repeat(150),
  user: `<passage-1>\n[p1] ${TEXT}\n</passage-1>`,
  schema: EXTRACTION_JSON_SCHEMA,
  maxTokens: 1000,
}

let standIn: MessagesApiStandIn | null = null
let client: LlmClient
const logged: unknown[] = []
const log = (...entry: unknown[]) => void logged.push(entry)
const logger = { debug: log, info: log, warn: log, error: log }

afterEach(async () => {
  client.close()
  await standIn?.close()
  standIn = null
  if (JSON.stringify(logged).includes(KEY)) throw new Error('expected no key in the log, came one')
})

async function begin(options: StandInOptions = {}, more: Partial<AnthropicClientOptions> = {}): Promise<void> {
  standIn = await MessagesApiStandIn.start(options)
  client = createAnthropicClient({ apiKey: async () => KEY, baseUrl: standIn.url, logger, ...more })
}

function ask(
  prompt = PROMPT,
  timeoutMs = 20_000,
  onHeaders: (limits: RateLimitHeaders) => void = () => {},
): Promise<LlmReply> {
  return client.ask({ model: prompt.model, body: client.write(prompt), timeoutMs }, onHeaders)
}

/** The failure of a call, and that it gives nothing away. */
async function failureOf(call: Promise<unknown>): Promise<LlmFailure> {
  const error = await call.then(
    () => null,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(LlmCallError)
  const { message, failure, stack, cause } = error as LlmCallError
  const all = JSON.stringify([message, failure, stack, cause])
  expect(all).not.toContain(KEY)
  expect(all).not.toContain('Ada Lovelace')
  return failure
}

async function failureUnder(fault: Fault, more: Partial<AnthropicClientOptions> = {}): Promise<LlmFailure> {
  await begin({ faults: [{ fault }] }, more)
  return failureOf(ask())
}

describe('an answer', () => {
  it('is a reply with text, usage, limits and request id, and its headers are told of once', async () => {
    await begin()
    const onHeaders = vi.fn<(limits: RateLimitHeaders) => void>()
    const reply = await ask(PROMPT, 20_000, onHeaders)
    expect(onHeaders.mock.calls).toEqual([[reply.limits]])
    expect(extractionAnswer.parse(JSON.parse(reply.text)).facts[0]?.quote).toContain('Ada Lovelace')
    const { tokens, entries } = standIn!.bill()
    expect(reply).toMatchObject({
      stopReason: 'end_turn',
      status: 200,
      requestId: entries[0]?.requestId,
      usage: { input: tokens.input, output: tokens.output, cacheRead: 0, cacheWrite: tokens.cacheWrite5m },
      limits: { requests: { limit: 50, remaining: 49 }, input: { limit: 50_000 }, output: { limit: 10_000 } },
    })
  })

  it('comes for exactly the bytes that were written, without thinking', async () => {
    await begin()
    await ask()
    const body = client.write(PROMPT)
    expect(client.write(structuredClone(PROMPT))).toBe(body)
    expect(standIn!.bill().entries[0]?.sha256).toBe(createHash('sha256').update(body).digest('hex'))
    expect(JSON.parse(body)).toMatchObject({ stream: true, thinking: { type: 'disabled' } })
    expect(JSON.parse(client.write({ ...PROMPT, model: 'claude-haiku-4-5' }))).not.toHaveProperty('thinking')
  })

  it('reads the constant part from the cache the second time, and leaves out the mark where it is too short', async () => {
    await begin()
    const first = await ask()
    const second = await ask({ ...PROMPT, user: 'Grace Hopper met Howard Aiken.' })
    expect(first.usage.cacheWrite).toBeGreaterThan(0)
    expect(second.usage.cacheRead).toBe(first.usage.cacheWrite)
    expect(client.write({ ...PROMPT, model: 'claude-haiku-4-5' })).not.toContain('cache_control')
    expect(client.write({ ...PROMPT, system: 'Short.', schema: {} })).not.toContain('cache_control')
  })

  it.each([
    ['max_tokens', 'truncated'],
    ['refusal', 'refusal'],
  ] as const)('tells that it stopped for %s', async (stopReason, kind) => {
    await begin({ faults: [{ fault: { kind } }] })
    expect((await ask()).stopReason).toBe(stopReason)
  })

  it('may come slower than the idle time allows for silence', async () => {
    await begin({ faults: [{ fault: { kind: 'drip', bytes: 12, everyMs: 5 } }] }, { idleTimeoutMs: 500 })
    expect((await ask()).stopReason).toBe('end_turn')
  })
})

describe('an error of the API', () => {
  it.each([
    [400, undefined, 'invalid_request_error', true],
    [401, undefined, 'authentication_error', true],
    [402, undefined, 'billing_error', true],
    [403, undefined, 'permission_error', true],
    [404, undefined, 'not_found_error', true],
    [413, undefined, 'request_too_large', true],
    [429, undefined, 'rate_limit_error', true],
    [429, 'ramp_limit_exceeded', 'ramp_limit_exceeded', true],
    [429, 'enforced_spend_limit_reached', 'enforced_spend_limit_reached', true],
    [500, undefined, 'api_error', false],
    [504, undefined, 'timeout_error', false],
    [529, undefined, 'overloaded_error', true],
  ])('%i %s keeps its type', async (status, errorCode, type, certainlyUnpaid) => {
    const fault: Fault = { kind: 'status', status, ...(errorCode === undefined ? {} : { errorCode }) }
    const failure = await failureUnder(fault)
    expect(failure).toMatchObject({ kind: 'http', status, type, certainlyUnpaid, usage: null, retryAfterMs: null })
    expect(failure.limits.requests?.limit).toBe(50)
    expect(failure.requestId).toMatch(/^req_/)
    expect(standIn!.bill().requests).toBe(1)
  })

  it.each([
    ['7', 7000],
    ['0', 0],
    ['-1', null],
    ['NaN', null],
    ['1e9', 3_600_000],
    ['soon', null],
    ['Wed, 21 Oct 2015 07:28:00 GMT', null],
    ['Wed, 21 Oct 2099 07:28:00 GMT', 3_600_000],
  ])('retry-after %s means %s ms', async (retryAfter, ms) => {
    expect((await failureUnder({ kind: 'status', status: 429, retryAfter })).retryAfterMs).toBe(ms)
  })

  it('is not shown where it quotes what was sent, nor with a key in it', async () => {
    const quoting = await failureUnder({ kind: 'status', status: 400, message: `cannot read "${TEXT}"` })
    expect(quoting.message).toBe('[message quotes the request]')
    client.close()
    await standIn!.close()
    const naming = await failureUnder({ kind: 'status', status: 401, message: `invalid key ${KEY}` })
    expect(naming.message).toContain('invalid key [key]')
  })

  it('inside a stream has the status of its type, and the usage until then', async () => {
    const failure = await failureUnder({ kind: 'error_event', type: 'overloaded_error' })
    expect(failure).toMatchObject({ kind: 'http', status: 529, type: 'overloaded_error', certainlyUnpaid: false })
    expect(failure.usage?.input).toBe(standIn!.bill().tokens.input)
    expect(failure.usage?.cacheWrite).toBe(standIn!.bill().tokens.cacheWrite5m)
  })
})

describe('a torn answer', () => {
  it('is never taken for whole, wherever it is cut', async () => {
    await begin()
    const wholeBytes = 4000
    for (let afterBytes = 0; afterBytes < wholeBytes; afterBytes += 250) {
      for (const kind of ['cut', 'reset_in_body'] as const) {
        standIn!.setFaults([{ fault: { kind, afterBytes } }])
        const result = await ask().catch((error: unknown) => error)
        if (!(result instanceof LlmCallError)) {
          // the whole answer had fewer bytes: nothing was cut
          expect(standIn!.bill().entries.at(-1)?.ending).toBe('answered')
          continue
        }
        expect(result.failure).toMatchObject({ kind: 'torn', certainlyUnpaid: false })
        if (afterBytes >= 1000) expect(result.failure.usage?.cacheWrite).toBeDefined()
      }
    }
    expect(standIn!.bill().broken).toBeGreaterThan(10)
  })

  it.each(['html', 'empty', 'invalid_json'] as const)('so is a 200 of %s', async (kind) => {
    expect(await failureUnder({ kind })).toMatchObject({
      kind: 'torn',
      status: 200,
      usage: null,
      certainlyUnpaid: false,
    })
  })

  it('and one of 50 MB, of which only so much is read', async () => {
    const failure = await failureUnder({ kind: 'huge', bytes: 50_000_000 })
    expect(failure).toMatchObject({ kind: 'torn', type: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' })
  })
})

describe('time and network', () => {
  it('ends a call that is never answered', async () => {
    await begin({ faults: [{ fault: { kind: 'stall' } }] })
    const failure = await failureOf(ask(PROMPT, 30))
    expect(failure).toMatchObject({ kind: 'timeout', type: 'call_timeout', certainlyUnpaid: false })
    await expect.poll(() => standIn!.bill().inFlight).toBe(0)
  })

  it('ends an answer that falls silent, long before its whole time is over', async () => {
    const fault: Fault = { kind: 'stall', afterBytes: 900 }
    const failure = await failureUnder(fault, { idleTimeoutMs: 30 })
    expect(failure).toMatchObject({ kind: 'timeout', type: 'idle_timeout', certainlyUnpaid: false })
    expect(failure.usage?.cacheWrite).toBeGreaterThan(0)
  })

  it('tells a reset after sending, which may be paid', async () => {
    expect(await failureUnder({ kind: 'reset' })).toMatchObject({
      kind: 'network',
      type: 'ECONNRESET',
      certainlyUnpaid: false,
    })
  })

  it('tells a refused connection, which is not', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    const { port } = server.address() as AddressInfo
    await new Promise((resolve) => server.close(resolve))
    client = createAnthropicClient({ apiKey: async () => KEY, baseUrl: `http://127.0.0.1:${port}`, logger })
    expect(await failureOf(ask())).toMatchObject({ kind: 'network', type: 'ECONNREFUSED', certainlyUnpaid: true })
  })

  it('loads its libraries with the next call when they could not be loaded', async () => {
    vi.doMock('./connection.ts', () => {
      throw new Error('too many open files')
    })
    await begin()
    await expect(ask()).rejects.toThrow('mocking a module')
    vi.doUnmock('./connection.ts')
    expect((await ask()).stopReason).toBe('end_turn')
  })

  it('tells a port that fetch refuses: never connected', async () => {
    client = createAnthropicClient({ apiKey: async () => KEY, baseUrl: 'http://127.0.0.1:9', logger })
    const failure = await failureOf(ask())
    expect(failure).toMatchObject({ kind: 'network', certainlyUnpaid: true })
    expect(failure.message).toContain('bad port')
  })

  it('tells a name that is not there and a server without TLS', async () => {
    client = createAnthropicClient({ apiKey: async () => KEY, baseUrl: 'http://nobody.invalid', logger })
    expect(await failureOf(ask())).toMatchObject({ kind: 'network', certainlyUnpaid: true })
    client.close()
    await begin()
    const secure = standIn!.url.replace('http:', 'https:')
    client = createAnthropicClient({ apiKey: async () => KEY, baseUrl: secure, logger })
    expect(await failureOf(ask())).toMatchObject({ kind: 'network', certainlyUnpaid: true })
  })

  it('ends what is in flight when it is closed, and takes nothing more', async () => {
    await begin({ faults: [{ fault: { kind: 'stall', afterBytes: 900 } }] })
    const failure = await failureOf(ask(PROMPT, 20_000, () => client.close()))
    expect(failure).toMatchObject({ kind: 'aborted', certainlyUnpaid: false })
    expect(await failureOf(ask())).toMatchObject({ kind: 'aborted', certainlyUnpaid: true })
    expect(standIn!.bill().requests).toBe(1)
  })
})

describe('the key', () => {
  it('is missing: nothing is sent', async () => {
    await begin({}, { apiKey: async () => null })
    expect(await client.available()).toBe(false)
    expect(await failureOf(ask())).toMatchObject({ type: 'key_missing', certainlyUnpaid: true })
    expect(standIn!.bill().requests).toBe(0)
  })

  it('has characters no header takes: refused here, without naming it', async () => {
    await begin({}, { apiKey: async () => `${KEY}\nx` })
    expect(await failureOf(ask())).toMatchObject({ type: 'authentication_error', certainlyUnpaid: true })
  })

  it('counts at once when it is replaced', async () => {
    let key = 'sk-ant-old'
    await begin({ keys: { good: KEY } }, { apiKey: async () => key })
    expect(await client.available()).toBe(true)
    expect(await failureOf(ask())).toMatchObject({ kind: 'http', status: 401 })
    key = ` ${KEY}\n`
    expect((await ask()).status).toBe(200)
  })
})

describe('a check of the key', () => {
  it('costs nothing and gives the limits that came with the answer', async () => {
    await begin({ limits: { requests: 60 } })
    expect(await client.check('claude-haiku-5-5')).toEqual({
      requests: { limit: 60, remaining: 60 },
      input: { limit: 50_000, remaining: 50_000 },
      output: { limit: 10_000, remaining: 10_000 },
    })
    expect(standIn!.bill().entries).toEqual([])
  })

  it('fails as a question would: wrong key, unknown model, no key, nobody there', async () => {
    await begin({ keys: { right: 'sk-ant-another' } })
    const unpaid = { certainlyUnpaid: true, usage: null }
    expect(await failureOf(client.check('claude-haiku-5-5'))).toMatchObject({
      ...unpaid,
      kind: 'http',
      status: 401,
      type: 'authentication_error',
    })
    standIn!.allowKey('ours', KEY)
    expect(await failureOf(client.check('claude-nobody-1'))).toMatchObject({
      ...unpaid,
      status: 404,
      type: 'not_found_error',
      message: expect.stringContaining('claude-nobody-1'),
    })
    client.close()
    client = createAnthropicClient({ apiKey: async () => null, baseUrl: standIn!.url, logger })
    expect(await failureOf(client.check('claude-haiku-5-5'))).toMatchObject({ ...unpaid, type: 'key_missing' })
    client.close()
    const { url } = standIn!
    await standIn!.close()
    standIn = null
    client = createAnthropicClient({ apiKey: async () => KEY, baseUrl: url, logger })
    expect(await failureOf(client.check('claude-haiku-5-5'))).toMatchObject({
      ...unpaid,
      kind: 'network',
      type: 'ECONNREFUSED',
    })
  })

  it('does not outlive the client', async () => {
    const silent = createServer(() => {})
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    const { port } = silent.address() as AddressInfo
    client = createAnthropicClient({ apiKey: async () => KEY, baseUrl: `http://127.0.0.1:${port}`, logger })
    const checked = failureOf(client.check('claude-haiku-5-5'))
    await new Promise<void>((resolve) => silent.once('connection', () => resolve()))
    client.close()
    expect((await checked).kind).toBe('aborted')
    silent.close()
  })
})
