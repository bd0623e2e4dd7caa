import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync, readFileSync, readlinkSync, statSync, writeFileSync } from 'node:fs'
import { open as openFile, type FileHandle } from 'node:fs/promises'
import { request } from 'node:http'
import { connect } from 'node:net'
import { basename, dirname, join, relative, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { EngineEvent } from '../../../src-shared/contract/events.ts'
import type { QueueRow } from '../../../src-shared/contract/schemas.ts'
import { codeOf, exchange, openWebPlace, type WebPlace } from './testing/web-place.ts'

const places: WebPlace[] = []

afterEach(async () => {
  for (const place of places.splice(0)) await place.close()
})

async function open(more: Parameters<typeof openWebPlace>[0] = {}): Promise<WebPlace> {
  const place = await openWebPlace(more)
  places.push(place)
  return place
}

const put = (place: WebPlace, name: string, body: string) =>
  place.ask(`/upload?name=${encodeURIComponent(name)}`, { method: 'PUT', body })

const left = (place: WebPlace): string[] => {
  const uploads = join(place.folder, 'uploads')
  return existsSync(uploads) ? readdirSync(uploads) : []
}

const ingested = (id: string): EngineEvent => ({
  type: 'rows',
  data: { changed: [{ id, phases: { ingestion: 'completed' } } as unknown as QueueRow], removed: [] },
})

describe('PUT /upload', () => {
  it('keeps the bytes and adds the document', async () => {
    const place = await open()
    const answer = await put(place, 'Annual report.pdf', '%PDF-1.4 body')
    expect(answer).toMatchObject({ status: 201 })
    expect(JSON.parse(answer.body)).toEqual({ id: 'document-0', name: 'Annual report.pdf', position: 1 })
    const [document] = place.engine.documents
    expect(readFileSync(document?.path ?? '', 'utf8')).toBe('%PDF-1.4 body')
    expect(statSync(document?.path ?? '').mode & 0o077).toBe(0)
  })

  it.skipIf(process.platform !== 'linux')('answers only when file and names would survive a power cut', async () => {
    const place = await open()
    await using some = await openFile(place.folder)
    const handles = Object.getPrototypeOf(some) as FileHandle
    const synced: string[] = []
    const sync = vi.spyOn(handles, 'sync').mockImplementation(async function (this: FileHandle) {
      synced.push(readlinkSync(`/proc/self/fd/${this.fd}`))
    })
    await put(place, 'a.pdf', '%PDF')
    sync.mockRestore()
    const path = place.engine.documents[0]?.path ?? ''
    const uploads = join(place.folder, 'uploads')
    expect(new Set(synced)).toEqual(new Set([place.folder, uploads, dirname(path), path]))
  })

  it('says what the disk said where there is no place for it', async () => {
    const place = await open()
    writeFileSync(join(place.folder, 'uploads'), 'a file where the folder should be')
    const { error } = JSON.parse((await put(place, 'a.pdf', '%PDF')).body) as { error: { code: string } }
    expect(error.code).toBe('file_unreadable')
  })

  it.each([
    ['../../evil.txt', 'evil.txt'],
    ['..\\..\\evil.txt', 'evil.txt'],
    ['/etc/passwd', 'passwd'],
    ['a\u0000b\n.pdf', 'a_b_.pdf'],
    ['<img src=x onerror=alert(1)>.pdf', '_img src=x onerror=alert(1)_.pdf'],
  ])('takes the name %j as data', async (given, name) => {
    const place = await open()
    expect((await put(place, given, 'x')).status).toBe(201)
    const path = relative(place.folder, place.engine.documents[0]?.path ?? '')
    expect(path.split(sep)).toEqual(['uploads', expect.any(String), name])
  })

  it.each(['', '..', '/', '.'])('refuses the name %j', async (name) => {
    const place = await open()
    expect((await put(place, name, 'x')).status).toBe(400)
    expect(place.engine.documents).toEqual([])
    expect(left(place)).toEqual([])
  })

  it('refuses a file that announces too much before it comes', async () => {
    const place = await open()
    const socket = connect(place.port, '127.0.0.1')
    socket.write(uploadHead(place, 'Content-Length: 3000000000'))
    let answer = ''
    socket.on('data', (part) => (answer += part.toString('utf8')))
    await once(socket, 'close')
    expect(answer).toMatch(/^HTTP\/1.1 413 /)
    expect(answer).toContain('file_too_large')
    expect(left(place)).toEqual([])
  })

  it('tells a sender that asks first not to send', async () => {
    const place = await open()
    const asked = request({
      host: '127.0.0.1',
      port: place.port,
      method: 'PUT',
      path: '/upload?name=a.pdf',
      headers: { authorization: `Bearer ${place.token}`, 'content-length': 3_000_000_000, expect: '100-continue' },
    })
    const continued = vi.fn<() => void>()
    asked.on('continue', continued)
    asked.flushHeaders()
    const [response] = (await once(asked, 'response')) as [{ statusCode: number }]
    expect(response.statusCode).toBe(413)
    expect(continued).not.toHaveBeenCalled()
    asked.destroy()
  })

  it('stops a file that grows beyond the limit while it comes, and keeps nothing of it', async () => {
    const place = await open()
    const asked = request({
      host: '127.0.0.1',
      port: place.port,
      method: 'PUT',
      path: '/upload?name=a.pdf',
      headers: { authorization: `Bearer ${place.token}` },
    })
    let sent = 0
    const endless = new Readable({
      read() {
        sent += 65_536
        this.push(Buffer.alloc(65_536))
      },
    })
    const sending = pipeline(endless, asked).catch(() => undefined)
    const [response] = (await once(asked, 'response')) as [{ statusCode: number }]
    expect(response.statusCode).toBe(413)
    await sending
    expect(sent).toBeGreaterThan(1_000_000)
    expect(place.engine.documents).toEqual([])
    expect(left(place)).toEqual([])
  })

  it('holds of a large file what is under way, and no garbage', async () => {
    const place = await open()
    place.engine.settings['maxFileMegabytes'] = 300
    const part = Buffer.alloc(1_000_000, 'x')
    const before = process.memoryUsage().arrayBuffers
    let most = 0
    const parts = Readable.from(
      (function* () {
        for (let count = 0; count < 250; count += 1) {
          most = Math.max(most, process.memoryUsage().arrayBuffers - before)
          yield part
        }
      })(),
      { objectMode: false },
    )
    const asked = request({
      host: '127.0.0.1',
      port: place.port,
      method: 'PUT',
      path: '/upload?name=a.pdf',
      headers: { authorization: `Bearer ${place.token}`, 'content-length': 250_000_000 },
    })
    const answered = once(asked, 'response') as Promise<[{ statusCode: number }]>
    await pipeline(parts, asked)
    expect((await answered)[0].statusCode).toBe(201)
    expect(statSync(place.engine.documents[0]?.path ?? '').size).toBe(250_000_000)
    // Left to the garbage collector it would be 64 MB before the first is given back.
    expect(most).toBeLessThan(10_000_000)
  })

  it('closes a sender that stalls, with what to do', async () => {
    const place = await open({ limits: { uploadIdleMs: 50 } })
    const answer = await place.raw(`${uploadHead(place, 'Content-Length: 1000')}%PDF`)
    expect(answer).toMatch(/^HTTP\/1.1 408 /)
    expect(answer).toContain('Add the file again.')
    await expect.poll(() => left(place)).toEqual([])
    expect(place.engine.documents).toEqual([])
  })

  it('forgets a file whose sender goes away', async () => {
    const place = await open()
    const socket = connect(place.port, '127.0.0.1')
    socket.write(`${uploadHead(place, 'Content-Length: 1000')}%PDF`)
    await expect.poll(() => left(place)).toHaveLength(1)
    socket.destroy()
    await expect.poll(() => left(place)).toEqual([])
    expect(place.engine.documents).toEqual([])
  })

  it('receives four at once; the fifth waits for a place', async () => {
    const place = await open()
    const sockets = Array.from({ length: 5 }, () => {
      const socket = connect(place.port, '127.0.0.1')
      socket.on('error', () => undefined)
      socket.write(`${uploadHead(place, 'Content-Length: 8')}%PDF`)
      return socket
    })
    await expect.poll(() => left(place)).toHaveLength(4)
    for (const socket of sockets) socket.write('body')
    await expect.poll(() => place.engine.documents).toHaveLength(5)
    for (const socket of sockets) socket.destroy()
  })

  it('adds the files of one sender in the order in which they came, and holds back no other sender', async () => {
    const place = await open()
    const begin = (name: string, token: string) => {
      const asked = request({
        host: '127.0.0.1',
        port: place.port,
        method: 'PUT',
        path: `/upload?name=${name}`,
        headers: { authorization: `Bearer ${token}` },
      })
      asked.on('error', () => undefined)
      asked.write('%PDF')
      return asked
    }
    const names = () => place.engine.documents.map(({ path }) => basename(path))
    const broken = begin('broken.pdf', place.token)
    await expect.poll(() => left(place)).toHaveLength(1)
    const slow = begin('slow.pdf', place.token)
    await expect.poll(() => left(place)).toHaveLength(2)
    const quick = put(place, 'quick.pdf', '%PDF')
    const other = await exchange(place, codeOf(place.host.newAddress()))
    await place.ask('/upload?name=other.pdf', { method: 'PUT', body: '%PDF', token: other })
    await expect.poll(() => left(place)).toHaveLength(4)
    broken.destroy()
    await expect.poll(() => left(place)).toHaveLength(3)
    expect(names()).toEqual(['other.pdf'])
    slow.end()
    expect((await quick).status).toBe(201)
    expect(names()).toEqual(['other.pdf', 'slow.pdf', 'quick.pdf'])
  })

  it('removes the copy when the engine has its own, or the document is gone', async () => {
    const place = await open()
    await put(place, 'a.pdf', 'a')
    await put(place, 'b.pdf', 'b')
    await put(place, 'c.pdf', 'c')
    expect(left(place)).toHaveLength(3)
    place.engine.send(ingested('document-0'))
    await expect.poll(() => left(place)).toHaveLength(2)
    place.engine.send({ type: 'rows', data: { changed: [], removed: ['document-1'] } })
    await expect.poll(() => left(place)).toHaveLength(1)
    expect(existsSync(place.engine.documents[2]?.path ?? '')).toBe(true)
  })

  it('sweeps at start what is not needed any more, and keeps what still waits', async () => {
    const place = await open()
    await put(place, 'waits.pdf', 'a')
    await put(place, 'taken.pdf', 'b')
    const [waits, taken] = place.engine.documents
    if (taken) taken.sha256 = '0'.repeat(64)
    mkdirSync(join(place.folder, 'uploads', '999999999-of-a-dead-process'), { recursive: true })
    mkdirSync(join(place.folder, 'uploads', `${process.ppid}-of-a-living-process`))
    writeFileSync(join(place.folder, 'uploads', `${process.ppid}-of-a-living-process`, 'a.pdf'), 'x')
    await place.restart()
    await expect.poll(() => left(place)).toHaveLength(2)
    expect(existsSync(waits?.path ?? '')).toBe(true)
    expect(left(place)).toContain(`${process.ppid}-of-a-living-process`)
    place.engine.send(ingested('document-0'))
    await expect.poll(() => existsSync(waits?.path ?? '')).toBe(false)
  })
})

function uploadHead(place: WebPlace, length: string): string {
  const lines = [
    'PUT /upload?name=a.pdf HTTP/1.1',
    `Host: 127.0.0.1:${place.port}`,
    `Authorization: Bearer ${place.token}`,
    length,
  ]
  return `${lines.join('\r\n')}\r\n\r\n`
}
