import type { IncomingMessage, ServerResponse } from 'node:http'
import { BodyLimitPlugin, RPCHandler } from '@orpc/server/node'
import { z } from 'zod'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { RPC_PREFIX } from '../api.ts'
import { createKnownBlobs } from '../known-blobs.ts'
import { createRouter, type Served } from '../router.ts'
import type { Access } from './access.ts'
import { NOT_FOUND, readJson, refuse, sendJson, wantBody } from './answer.ts'
import { sendBlob, sendPageFile } from './files.ts'
import { isReady, queueHealth } from './health.ts'
import { createUploadRoute } from './upload-route.ts'
import type { Uploads } from './uploads.ts'

/** One kind of request, and what it needs. */
export interface Route {
  methods: readonly string[]
  /** Whether a page or script must be known here. */
  token: boolean
  /** Whether a body must be JSON. */
  json: boolean
  /** Whether it watches the pace of its body itself. */
  ownPace: boolean
  answer(request: IncomingMessage, response: ServerResponse, url: RequestUrl): Promise<void>
}

/** The path as it came, not decoded, and the query. */
export interface RequestUrl {
  path: string
  query: URLSearchParams
}

export interface RouteOptions extends Served {
  /** Real path of the data folder. */
  folder: string
  /** The built page. */
  page: string
  access: Access
  uploads: Uploads
  uploadIdleMs?: number | undefined
  /** The page's address with a new one-use code. */
  newAddress(): string
}

const READ = ['GET', 'HEAD']
const MAX_COMMAND_BYTES = 1_000_000
const MAX_CODE_BYTES = 1000
const exchange = z.object({ code: z.string() })

/** Finds the route of a path. Every path has one: what is nothing else is a file of the page, or is not there. */
export function createRoutes(options: RouteOptions): (path: string) => Route {
  const { api, access, folder } = options
  const blobs = createKnownBlobs(folder, api)
  const upload = createUploadRoute({ ...options, idleMs: options.uploadIdleMs })
  const plugins = [new BodyLimitPlugin({ maxBodySize: MAX_COMMAND_BYTES })]
  const rpc = new RPCHandler(createRouter(options), { plugins })

  const named: Record<string, Route> = {
    '/health/live': open(READ, async (_, response) => sendJson(response, 200, { live: true })),
    '/health/ready': open(READ, async (_, response) => {
      const ready = await isReady(api)
      sendJson(response, ready ? 200 : 503, { ready })
    }),
    '/health/queue': known(READ, async (_, response) => sendJson(response, 200, await queueHealth(api))),
    '/api/queue': known(READ, async (_, response) => sendJson(response, 200, await api.call('queue.get', {}))),
    '/session': {
      ...open(['POST'], async (request, response) => {
        const asked = exchange.safeParse(await readJson(request, response, MAX_CODE_BYTES))
        const token = asked.success ? access.exchange(asked.data.code) : null
        if (token === null) refuse(request, response, 401, UNKNOWN_CODE)
        else sendJson(response, 200, { token })
      }),
      json: true,
    },
    '/code': known(['POST'], async (_, response) => sendJson(response, 200, { address: options.newAddress() })),
    '/upload': {
      ...known(['PUT'], (request, response, { query }) => upload(request, response, query.get('name'))),
      ownPace: true,
    },
  }
  const command: Route = {
    ...known(['POST'], async (request, response) => {
      response.setHeader('cache-control', 'no-store')
      wantBody(request, response)
      const { matched } = await rpc.handle(request, response, { prefix: RPC_PREFIX })
      if (!matched) refuse(request, response, 404, NOT_FOUND)
    }),
    json: true,
  }
  const blob = known(READ, async (request, response, { path }) => {
    const sha256 = path.slice(BLOBS.length)
    await sendBlob(request, response, sha256, await blobs(sha256))
  })
  const page = open(READ, (request, response, { path }) => sendPageFile(request, response, path, options.page))

  return (path) => {
    if (Object.hasOwn(named, path)) return named[path] ?? page
    if (path.startsWith(`${RPC_PREFIX}/`)) return command
    return path.startsWith(BLOBS) ? blob : page
  }
}

const BLOBS = '/blob/'

const UNKNOWN_CODE = new SluiceError('page_unknown', 'expected a code that was not used yet, came another').info

function open(methods: readonly string[], answer: Route['answer']): Route {
  return { methods, token: false, json: false, ownPace: false, answer }
}

function known(methods: readonly string[], answer: Route['answer']): Route {
  return { ...open(methods, answer), token: true }
}
