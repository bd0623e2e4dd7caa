import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request, type IncomingHttpHeaders } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareDataFolder } from '../../data-folder.ts'
import { openWebHost, type WebHost, type WebHostOptions } from '../web-host.ts'
import { fakeWebApi, type FakeWebApi } from './fake-web-api.ts'

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

export interface Ask {
  method?: string
  headers?: Record<string, string | string[]>
  body?: string | Buffer
  /** Without one, the page's. */
  token?: string | null
}

/** A web host on a folder of its own with a made-up engine behind it, and ways to ask it anything. */
export interface WebPlace {
  folder: string
  host: WebHost
  port: number
  /** Of an open page. */
  token: string
  engine: FakeWebApi
  ask(path: string, ask?: Ask): Promise<Answer>
  /** Sends these bytes and gives what comes until the host closes the connection. */
  raw(text: string): Promise<string>
  /** Closes the host and opens another one on the same folder, as after a restart. */
  restart(more?: Partial<WebHostOptions>): Promise<void>
  close(): Promise<void>
}

const PAGE = '<!doctype html><title>Sluice</title><script src="./assets/main-1a2b.js"></script>'

export async function openWebPlace(more: Partial<WebHostOptions> = {}): Promise<WebPlace> {
  const base = mkdtempSync(join(tmpdir(), 'sluice-web-'))
  const folder = prepareDataFolder(join(base, 'data'))
  const page = join(base, 'page')
  mkdirSync(join(page, 'assets'), { recursive: true })
  writeFileSync(join(page, 'index.html'), PAGE)
  writeFileSync(join(page, 'assets', 'main-1a2b.js'), 'export {}')
  writeFileSync(join(page, 'assets', 'notes.txt'), 'not for the page')
  writeFileSync(join(base, 'secret.html'), 'beside the page')
  const engine = fakeWebApi()
  const open = (again: Partial<WebHostOptions> = {}) =>
    openWebHost({ folder, session: engine, port: null, page, ...more, ...again })
  const place: WebPlace = {
    folder,
    engine,
    host: await open(),
    port: 0,
    token: '',
    ask: (path, ask) => askOver(place, path, ask),
    raw: (text) => rawOver(place.port, text),
    async restart(again) {
      await place.host.close()
      place.host = await open(again)
      place.port = portOf(place.host)
    },
    async close() {
      await place.host.close()
      rmSync(base, { recursive: true, force: true })
    },
  }
  place.port = portOf(place.host)
  place.token = await exchange(place, codeOf(place.host.newAddress()))
  return place
}

export function codeOf(address: string): string {
  return new URL(address).hash.replace('#code=', '')
}

export async function exchange(place: Pick<WebPlace, 'ask'>, code: string): Promise<string> {
  const { body } = await place.ask('/session', json('POST', { code }, null))
  return (JSON.parse(body) as { token: string }).token
}

export function json(method: string, value: unknown, token?: string | null): Ask {
  const body = typeof value === 'string' ? value : JSON.stringify(value)
  return { method, body, headers: { 'content-type': 'application/json' }, ...(token === undefined ? {} : { token }) }
}

function portOf(host: WebHost): number {
  return Number(new URL(host.origin).port)
}

function askOver(place: WebPlace, path: string, { method = 'GET', headers, body, token }: Ask = {}): Promise<Answer> {
  const bearer = token === undefined ? place.token : token
  return new Promise((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port: place.port,
      method,
      path,
      agent: false,
      setHost: false,
      headers: {
        host: `127.0.0.1:${place.port}`,
        ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }),
        ...headers,
      },
    })
    asked.on('error', reject)
    asked.on('response', (response) => {
      const parts: Buffer[] = []
      response.on('error', reject)
      response.on('data', (part: Buffer) => parts.push(part))
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString('utf8'),
        }),
      )
    })
    asked.end(body)
  })
}

function rawOver(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text))
    let answer = ''
    socket.on('data', (part) => (answer += part.toString('utf8')))
    socket.on('error', reject)
    socket.on('close', () => resolve(answer))
  })
}
