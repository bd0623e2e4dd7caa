import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { answerPage } from './answer-page.ts'

const KNOWN = 'a'.repeat(64)
const BYTES = Buffer.alloc(600_000, 'pdf bytes ')
let root = ''

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'sluice-page-'))
  await mkdir(join(root, 'page'))
  await writeFile(join(root, 'page', 'index.html'), '<p>page</p>')
  await writeFile(join(root, 'secret.json'), '{}')
  await writeFile(join(root, 'blob'), BYTES)
})
afterAll(() => rm(root, { recursive: true }))

function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const blobPath = async (sha256: string) => (sha256 === KNOWN ? join(root, 'blob') : null)
  return answerPage(new Request(`app://sluice${path}`, init), { folder: join(root, 'page'), blobPath })
}

describe('the page', () => {
  it('comes as HTML under its policy', async () => {
    const response = await ask('/')
    expect(await response.text()).toBe('<p>page</p>')
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('content-security-policy')).toContain("script-src 'self'")
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  })

  it.each([
    '/../secret.json',
    '/..%2fsecret.json',
    '/%2e%2e/secret.json',
    '/..\\secret.json',
    '//secret.json',
    '/none.js',
  ])('is confined to its folder: %s is not there', async (path) => {
    expect((await ask(path)).status).toBe(404)
  })

  it('answers no other host, and only reading', async () => {
    expect((await answerPage(new Request('app://other/'), { blobPath: async () => null })).status).toBe(404)
    expect((await ask('/', { method: 'POST' })).status).toBe(405)
    const head = await ask('/', { method: 'HEAD' })
    expect([head.status, head.headers.get('content-length'), await head.text()]).toEqual([200, '11', ''])
  })
})

describe('a document', () => {
  it('comes whole, in several steps', async () => {
    const response = await ask(`/blob/${KNOWN}`)
    expect(response.headers.get('content-length')).toBe(`${BYTES.length}`)
    expect(Buffer.from(await response.arrayBuffer()).equals(BYTES)).toBe(true)
  })

  it('comes by the range that is asked for', async () => {
    const response = await ask(`/blob/${KNOWN}`, { headers: { range: 'bytes=10-19' } })
    expect([response.status, response.headers.get('content-range')]).toEqual([206, 'bytes 10-19/600000'])
    expect(await response.text()).toBe('pdf bytes ')
    expect((await ask(`/blob/${KNOWN}`, { headers: { range: 'bytes=600000-' } })).status).toBe(416)
  })

  it('is given up when the page wants no more of it', async () => {
    const response = await ask(`/blob/${KNOWN}`)
    await expect(response.body?.cancel()).resolves.toBeUndefined()
  })

  it.each(['b'.repeat(64), '..%2fsecret.json', ''])('is not there by a name that is not known: %s', async (name) => {
    expect((await ask(`/blob/${name}`)).status).toBe(404)
  })
})
