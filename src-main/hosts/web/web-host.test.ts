import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, request, type IncomingMessage } from 'node:http'
import { connect } from 'node:net'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { blobPath } from '../../adapters/system/blob-store.ts'
import { fakeWebApi } from './testing/fake-web-api.ts'
import { codeOf, exchange, json, openWebPlace, type WebPlace } from './testing/web-place.ts'

const places: WebPlace[] = []

afterEach(async () => {
  for (const place of places.splice(0)) await place.close()
})

async function open(more: Parameters<typeof openWebPlace>[0] = {}): Promise<WebPlace> {
  const place = await openWebPlace(more)
  places.push(place)
  return place
}

describe('the page', () => {
  it('comes with a policy that lets nothing foreign in', async () => {
    const place = await open()
    const { status, headers, body } = await place.ask('/', { token: null })
    expect(status).toBe(200)
    expect(body).toContain('<title>Sluice</title>')
    expect(headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-cache',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    })
    const policy = Object.fromEntries(
      (headers['content-security-policy'] as string).split('; ').map((part) => {
        const [name = '', ...values] = part.split(' ')
        return [name, values]
      }),
    )
    expect(policy).toMatchObject({ 'script-src': ["'self'"], 'style-src': ["'self'"], 'frame-ancestors': ["'none'"] })
    expect(policy['default-src']).toEqual(["'none'"])
    expect(Object.values(policy).flat()).not.toContain("'unsafe-eval'")
  })

  it('keeps hashed files for ever', async () => {
    const place = await open()
    const { status, headers } = await place.ask('/assets/main-1a2b.js', { token: null })
    expect(status).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
    })
  })

  it('answers HEAD with the length and no body', async () => {
    const place = await open()
    const { headers, body } = await place.ask('/', { method: 'HEAD', token: null })
    expect(Number(headers['content-length'])).toBeGreaterThan(0)
    expect(body).toBe('')
  })
})

describe('codes and tokens', () => {
  it('lets a code work once', async () => {
    const place = await open()
    const code = codeOf(place.host.newAddress())
    expect(await exchange(place, code)).toMatch(/^[A-Za-z0-9_-]{43}$/)
    const again = await place.ask('/session', json('POST', { code }, null))
    expect(again.status).toBe(401)
    expect(JSON.parse(again.body)).toMatchObject({ error: { code: 'page_unknown' } })
  })

  it('gives a new address to who is known', async () => {
    const place = await open()
    const { body } = await place.ask('/code', { method: 'POST' })
    const { address } = JSON.parse(body) as { address: string }
    expect(address.startsWith(place.host.origin)).toBe(true)
    expect(await exchange(place, codeOf(address))).not.toBe(place.token)
  })

  it('knows an open page after a restart, on the same port', async () => {
    const place = await open()
    const { port } = place
    await place.restart()
    expect(place.port).toBe(port)
    expect((await place.ask('/api/queue')).status).toBe(200)
  })

  it('forgets all pages where another program has taken the port', async () => {
    const place = await open()
    const { port } = place
    await place.host.close()
    const other = createServer().listen(port, '127.0.0.1')
    await once(other, 'listening')
    await place.restart()
    other.close()
    expect(place.port).not.toBe(port)
    expect((await place.ask('/api/queue')).status).toBe(401)
    expect(JSON.parse(readFileSync(join(place.folder, 'web.json'), 'utf8'))).toEqual({ port: place.port, tokens: [] })
  })

  it('beside the engine of another process, takes another port and leaves its page alone', async () => {
    const place = await open()
    const kept = readFileSync(join(place.folder, 'web.json'), 'utf8')
    const beside = await open({ folder: place.folder, session: { ...place.engine, owner: { mine: false, pid: 1 } } })
    expect(beside.port).not.toBe(place.port)
    expect((await beside.ask('/api/queue')).status).toBe(200)
    expect(readFileSync(join(place.folder, 'web.json'), 'utf8')).toBe(kept)
  })

  it('lets pages in though the disk does not keep their tokens', async () => {
    const place = await open()
    const path = join(place.folder, 'web.json')
    rmSync(path)
    mkdirSync(path)
    const token = await exchange(place, codeOf(place.host.newAddress()))
    expect((await place.ask('/api/queue', { token })).status).toBe(200)
    await place.restart()
    expect((await place.ask('/', { token: null })).status).toBe(200)
  })

  it('says that a port that was asked for is taken', async () => {
    const place = await open()
    await expect(open({ port: place.port })).rejects.toMatchObject({ code: 'usage' })
  })

  it('leaves a token for scripts that only this user can read, and that stays over a restart', async () => {
    const place = await open({ scripts: true })
    const path = join(place.folder, 'serve-token')
    const token = readFileSync(path, 'utf8')
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect((await place.ask('/api/queue', { token })).status).toBe(200)
    await place.restart()
    expect(readFileSync(path, 'utf8')).toBe(token)
    expect((await place.ask('/api/queue', { token })).status).toBe(200)
  })
})

describe('the queue for a monitor', () => {
  it('comes in figures and whole to who has a token', async () => {
    const place = await open()
    place.engine.documents.push({ id: 'a', path: '/papers/secret.pdf', sha256: null })
    const figures = await place.ask('/health/queue')
    expect(figures.status).toBe(200)
    expect(JSON.parse(figures.body)).toEqual({ state: 'idle', documentsLeft: 1 })
    const whole = await place.ask('/api/queue')
    expect(whole.status).toBe(200)
    expect(JSON.parse(whole.body)).toMatchObject({ state: 'idle', size: 1 })
  })

  it('is not ready while the engine does not answer', async () => {
    const place = await open({ session: { ...fakeWebApi(), call: () => Promise.reject(new Error('no engine')) } })
    const ready = await place.ask('/health/ready', { token: null })
    expect([ready.status, ready.body]).toEqual([503, '{"ready":false}\n'])
    expect((await place.ask('/health/live', { token: null })).status).toBe(200)
  })
})

describe('documents by range', () => {
  const SHA = 'ab'.repeat(32)

  async function withBlob(): Promise<WebPlace> {
    const place = await open()
    for (const sha256 of [SHA, 'cd'.repeat(32)]) {
      const path = blobPath(join(place.folder, 'blobs'), sha256)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, '0123456789')
    }
    place.engine.documents.push({ id: 'a', path: 'a.pdf', sha256: SHA })
    return place
  }

  it.each([
    [undefined, 200, '0123456789', undefined],
    ['bytes=0-0', 206, '0', 'bytes 0-0/10'],
    ['bytes=4-', 206, '456789', 'bytes 4-9/10'],
    ['bytes=-3', 206, '789', 'bytes 7-9/10'],
    ['bytes=8-99', 206, '89', 'bytes 8-9/10'],
    ['bytes=10-', 416, '', 'bytes */10'],
    ['bytes=-0', 416, '', 'bytes */10'],
    ['bytes=0-1,3-4', 200, '0123456789', undefined],
  ])('%s gives %i', async (range, status, body, contentRange) => {
    const place = await withBlob()
    const answer = await place.ask(`/blob/${SHA}`, { headers: range === undefined ? {} : { range } })
    expect(answer).toMatchObject({ status, body })
    expect(answer.headers['content-range']).toBe(contentRange)
    expect(answer.headers['content-type']).toBe('application/pdf')
  })

  it('gives the whole where another version is asked for', async () => {
    const place = await withBlob()
    const ask = (etag: string) => place.ask(`/blob/${SHA}`, { headers: { range: 'bytes=0-0', 'if-range': etag } })
    expect((await ask('"other"')).status).toBe(200)
    expect((await ask(`"${SHA}"`)).status).toBe(206)
  })

  it.each([['cd'.repeat(32)], ['ef'.repeat(32)], [SHA.toUpperCase()], ['ab'], [`${SHA}/`], ['']])(
    'has nothing of %j, which no document has',
    async (name) => {
      const place = await withBlob()
      expect((await place.ask(`/blob/${name}`)).status).toBe(404)
    },
  )

  it('has nothing of a document whose bytes are gone', async () => {
    const place = await open()
    place.engine.documents.push({ id: 'a', path: 'a.pdf', sha256: SHA })
    expect((await place.ask(`/blob/${SHA}`)).status).toBe(404)
  })
})

describe('events', () => {
  const tell = (place: WebPlace, text: string) =>
    place.engine.send({ type: 'activity', data: { seq: 1, at: 1, kind: 'hello', documentId: null, text } })

  async function listen(place: WebPlace): Promise<{ response: IncomingMessage; heard(): string }> {
    const asked = request({
      host: '127.0.0.1',
      port: place.port,
      method: 'POST',
      path: '/rpc/events',
      headers: { authorization: `Bearer ${place.token}` },
    })
    asked.end()
    const [response] = (await once(asked, 'response')) as [IncomingMessage]
    response.on('error', () => undefined)
    let text = ''
    response.on('data', (part: Buffer) => (text += part.toString('utf8')))
    return { response, heard: () => text }
  }

  it('reach a page, and end when it goes', async () => {
    const place = await open()
    const before = place.engine.streams()
    const { response, heard } = await listen(place)
    await expect.poll(() => place.engine.streams()).toBe(before + 1)
    tell(place, 'first')
    await expect.poll(() => heard()).toContain('first')
    response.destroy()
    await expect.poll(() => place.engine.streams()).toBe(before)
  })

  it('end when the engine is another one, so that the page reads everything anew', async () => {
    const place = await open()
    const { response } = await listen(place)
    place.host.endStreams()
    await once(response, 'end')
    const { heard } = await listen(place)
    tell(place, 'again')
    await expect.poll(() => heard()).toContain('again')
  })

  it('end when the host closes, which waits for no page', async () => {
    const place = await open()
    const { response } = await listen(place)
    const ended = once(response, 'end')
    await place.host.close()
    await ended
    expect(place.engine.streams()).toBe(0)
  })
})

describe('slow senders', () => {
  it('hold nobody up, and are closed', async () => {
    const place = await open({ limits: { headersMs: 2000 } })
    const closed: number[] = []
    const sockets = Array.from({ length: 200 }, (_, index) => {
      const socket = connect(place.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.on('close', () => closed.push(index))
      socket.write('GET / HTTP/1.1\r\nX-Slow: ')
      return socket
    })
    const trickle = setInterval(() => sockets.forEach((socket) => socket.writable && socket.write('x')), 100)
    try {
      // The oldest go as soon as too many wait; nobody else is held up by the rest.
      await expect.poll(() => closed.length).toBeGreaterThanOrEqual(200 - 64)
      expect((await place.ask('/health/live', { token: null })).status).toBe(200)
      expect((await place.ask('/api/queue')).status).toBe(200)
      await expect.poll(() => closed).toHaveLength(200)
    } finally {
      clearInterval(trickle)
      for (const socket of sockets) socket.destroy()
    }
  })

  it('of a command are closed too', async () => {
    const place = await open({ limits: { bodyMs: 50 } })
    const head = [
      'POST /rpc/commands/queue.pause HTTP/1.1',
      `Host: 127.0.0.1:${place.port}`,
      `Authorization: Bearer ${place.token}`,
      'Content-Type: application/json',
      'Content-Length: 11',
    ]
    await place.raw(`${head.join('\r\n')}\r\n\r\n{"json"`)
    expect(place.engine.paused).toBe(false)
  })
})
