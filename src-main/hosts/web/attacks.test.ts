import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { json, openWebPlace, type Ask, type WebPlace } from './testing/web-place.ts'

let place: WebPlace

beforeAll(async () => {
  place = await openWebPlace()
})

afterAll(async () => {
  await place.close()
})

/** Nothing was done, and the host lives. */
async function expectUntouched(): Promise<void> {
  expect(place.engine.paused).toBe(false)
  expect(place.engine.documents).toEqual([])
  expect((await place.ask('/health/live', { token: null })).status).toBe(200)
}

const PAUSE = '/rpc/commands/queue.pause'
const pause = (headers: Record<string, string>, token?: string | null): Ask => {
  const { body, method, ...ask } = json('POST', { json: {} }, token)
  return {
    ...ask,
    ...(body === undefined ? {} : { body }),
    method: method ?? 'POST',
    headers: { ...ask.headers, ...headers },
  }
}

describe('what foreign pages and programs may send to loopback', () => {
  it.each<[string, number, string, Ask]>([
    ['no token', 401, '/api/queue', { token: null }],
    ['a wrong token', 401, '/api/queue', { token: 'x' }],
    ['a wrong token of the right length', 401, '/api/queue', { token: 'A'.repeat(43) }],
    ['a token in the address', 401, '/api/queue?token=TOKEN', { token: null }],
    ['a token in a cookie', 401, '/api/queue', { token: null, headers: { cookie: 'token=TOKEN' } }],
    ['figures of the queue without a token', 401, '/health/queue', { token: null }],
    ['a document without a token', 401, `/blob/${'0'.repeat(64)}`, { token: null }],
    ['a command without a token', 401, PAUSE, pause({}, null)],
    ['a rebound host', 403, '/api/queue', { headers: { host: 'evil.example:PORT' } }],
    ['a rebound host at the page', 403, '/', { headers: { host: '127.0.0.1.evil.example' } }],
    ['a host that begins like localhost', 403, '/', { headers: { host: 'localhost.evil:PORT' } }],
    ['every address', 403, '/', { headers: { host: '0.0.0.0:PORT' } }],
    ['another family', 403, '/', { headers: { host: '[::1]:PORT' } }],
    ['an empty host', 403, '/', { headers: { host: '' } }],
    ['a foreign origin', 403, PAUSE, pause({ origin: 'http://evil.example' })],
    ['a sandboxed page', 403, PAUSE, pause({ origin: 'null' })],
    ['a page on another port', 403, PAUSE, pause({ origin: 'http://127.0.0.1:1' })],
    ['a foreign page without an origin', 403, PAUSE, pause({ 'sec-fetch-site': 'cross-site' })],
    ['a page of the same site', 403, PAUSE, pause({ 'sec-fetch-site': 'same-site' })],
    [
      'a form',
      401,
      PAUSE,
      { method: 'POST', token: null, body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    [
      'a form with a token',
      415,
      PAUSE,
      { method: 'POST', body: 'a=b', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    ],
    ['a simple request', 415, PAUSE, { method: 'POST', body: '{}', headers: { 'content-type': 'text/plain' } }],
    [
      'files in a form',
      415,
      PAUSE,
      { method: 'POST', body: '--b', headers: { 'content-type': 'multipart/form-data; boundary=b' } },
    ],
    ['a reading that would change something', 405, PAUSE, {}],
    ['the same with its input', 405, `${PAUSE}?data=%7B%22json%22%3A%7B%7D%7D`, {}],
    ['an upload by form', 405, '/upload?name=a.pdf', { method: 'POST', body: 'x' }],
    ['an upload without a token', 401, '/upload?name=a.pdf', { method: 'PUT', body: 'x', token: null }],
    ['a command that is none', 404, '/rpc/commands/queue.explode', pause({})],
    ['a command of an object', 404, '/rpc/commands/constructor', pause({})],
    [
      'a web socket from elsewhere',
      403,
      '/rpc/events',
      {
        headers: {
          origin: 'http://evil.example',
          connection: 'upgrade',
          upgrade: 'websocket',
          'sec-websocket-version': '13',
          'sec-websocket-key': 'eHh4eHh4eHh4eHh4eHh4eA==',
        },
      },
    ],
    ['no JSON', 400, PAUSE, json('POST', '{')],
    ['JSON without an end', 400, PAUSE, json('POST', '['.repeat(100_000))],
    ['a command that is too long', 413, PAUSE, json('POST', { json: { phase: 'x'.repeat(1_000_001) } })],
    ['a code that is too long', 400, '/session', json('POST', { code: 'x'.repeat(2000) }, null)],
    ['a code of another type', 401, '/session', json('POST', { code: { length: 1 } }, null)],
  ])('refuses %s with %i', async (_name, status, path, ask) => {
    const own = (text: string) => text.replaceAll('PORT', `${place.port}`).replaceAll('TOKEN', place.token)
    const headers = Object.fromEntries(
      Object.entries(ask.headers ?? {}).map(([name, value]) => [name, own(String(value))]),
    )
    const answer = await place.ask(own(path), { ...ask, headers })
    expect(answer.status).toBe(status)
    expect(answer.headers).not.toHaveProperty('access-control-allow-origin')
    await expectUntouched()
  })

  it('answers no preflight, from wherever it comes', async () => {
    for (const origin of ['http://evil.example', `http://127.0.0.1:${place.port}`]) {
      const answer = await place.ask(PAUSE, {
        method: 'OPTIONS',
        token: null,
        headers: { origin, 'access-control-request-method': 'POST' },
      })
      expect([401, 403]).toContain(answer.status)
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([])
    }
  })

  it.each([
    [
      'two hosts',
      (port: number) => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nHost: evil.example\r\n\r\n`,
      /^HTTP\/1.1 40[03] /,
    ],
    ['no host', () => 'GET / HTTP/1.1\r\n\r\n', /^HTTP\/1.1 400 /],
    [
      'an absolute-form target',
      (port: number) =>
        `GET http://127.0.0.1:${port}/ HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nConnection: close\r\n\r\n`,
      /^HTTP\/1.1 400 /,
    ],
    [
      'a proxy request',
      () => 'CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example:443\r\n\r\n',
      /^(?!HTTP\/1.1 200)/,
    ],
    [
      'two lengths',
      (port: number) =>
        `POST ${PAUSE} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`,
      /^HTTP\/1.1 400 /,
    ],
    [
      'a header without end',
      (port: number) => `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nX-Long: ${'x'.repeat(20_000)}\r\n\r\n`,
      /^HTTP\/1.1 431 /,
    ],
    ['no HTTP at all', () => '\u0016\u0003\u0001\u0002\r\n\r\n', /^HTTP\/1.1 400 /],
  ])('refuses %s', async (_name, text, expected) => {
    expect(await place.raw(text(place.port))).toMatch(expected)
    await expectUntouched()
  })

  it.each([
    '/../../../../etc/passwd',
    '/assets/../../secret.html',
    '/../secret.html',
    '/%2e%2e/secret.html',
    '/%2e%2e%2fsecret.html',
    '/..%5csecret.html',
    '/..\\secret.html',
    '/assets/..;/secret.html',
    '/index.html%00',
    '//etc/passwd',
    '//secret.html',
    '/assets',
    '/assets/',
    '/assets/notes.txt',
    '/assets/main-1a2b.js.map',
    '/.git/config',
    '/sluice.db',
    '/web.json',
    '/blob/../web.json',
    '/blob/..%2fweb.json',
  ])('has nothing at %s', async (path) => {
    expect((await place.ask(path)).status).toBe(404)
  })

  it('lets no input reach the prototype of objects', async () => {
    for (const body of [
      '{"json":{"__proto__":{"admin":true}}}',
      '{"json":{},"meta":[[0,"__proto__","admin"]]}',
      '{"json":{"constructor":{"prototype":{"admin":true}}},"meta":[[1,"constructor","prototype","admin"]]}',
    ]) {
      const answer = await place.ask('/rpc/commands/config.set', json('POST', body))
      expect(answer.status).toBeGreaterThanOrEqual(400)
      expect(answer.status).toBeLessThan(500)
      expect(({} as { admin?: unknown }).admin).toBeUndefined()
    }
  })

  it('tells who asks without a token nothing but that it lives', async () => {
    const told = [
      await place.ask('/health/live', { token: null }),
      await place.ask('/health/ready', { token: null }),
      await place.ask('/api/queue', { token: null }),
    ]
    for (const { body } of told) expect(body).not.toContain(place.folder)
    expect(told.map(({ body }) => body).slice(0, 2)).toEqual(['{"live":true}\n', '{"ready":true}\n'])
  })

  it('listens on loopback and nowhere else', async () => {
    const { networkInterfaces } = await import('node:os')
    const { connect } = await import('node:net')
    const others = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
    for (const { address, internal } of others) {
      if (internal && address === '127.0.0.1') continue
      const reached = await new Promise((resolve) => {
        const socket = connect(place.port, address, () => resolve(true))
        socket.on('error', () => resolve(false))
      })
      expect(reached, address).toBe(false)
    }
  })

  it('keeps nothing readable by others, and no token in clear', async () => {
    expect(existsSync(join(place.folder, 'serve-token'))).toBe(false)
    const { readFileSync, statSync } = await import('node:fs')
    expect(statSync(join(place.folder, 'web.json')).mode & 0o077).toBe(0)
    expect(readFileSync(join(place.folder, 'web.json'), 'utf8')).not.toContain(place.token)
    expect(readdirSync(place.folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
