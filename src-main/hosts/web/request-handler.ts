import type { IncomingMessage, ServerResponse } from 'node:http'
import { asSluiceError, SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Access } from './access.ts'
import { COMMON_HEADERS, hasBody, refuse } from './answer.ts'
import { guard, type GuardedRequest } from './guard.ts'
import type { Route } from './routes.ts'

/** How long a body may take where its route does not watch it. */
const BODY_MS = 10_000

interface HandlerOptions {
  port: number
  access: Pick<Access, 'isGood'>
  routeOf(path: string): Route
  bodyMs?: number | undefined
}

/** Every request goes through the guard, then to its route. */
export function createRequestHandler({ port, access, routeOf, bodyMs = BODY_MS }: HandlerOptions) {
  return (request: IncomingMessage, response: ServerResponse): void => {
    for (const [name, value] of Object.entries(COMMON_HEADERS)) response.setHeader(name, value)
    const target = request.url ?? ''
    const [path = '', query = ''] = target.split('?', 2)
    const route = routeOf(path)
    const refusal = guard(factsOf(request, target, route, access), port)
    if (refusal) return refuse(request, response, refusal.status, refusalError(refusal))
    if (!route.methods.includes(request.method ?? '')) {
      response.setHeader('allow', route.methods.join(', '))
      return refuse(request, response, 405, { message: `expected ${route.methods.join(' or ')}` })
    }
    if (!route.ownPace) limitBodyTime(request, bodyMs)
    route.answer(request, response, { path, query: new URLSearchParams(query) }).catch((thrown: unknown) => {
      const { info } = asSluiceError(thrown)
      refuse(request, response, info.code === 'usage' ? 400 : 500, info)
    })
  }
}

function refusalError({ status, reason }: { status: number; reason: string }) {
  return status === 401 ? new SluiceError('page_unknown', reason).info : { message: reason }
}

function factsOf(
  request: IncomingMessage,
  target: string,
  route: Route,
  access: Pick<Access, 'isGood'>,
): GuardedRequest {
  const { headers } = request
  const token = /^Bearer ([A-Za-z0-9_-]+)$/i.exec(headers.authorization ?? '')?.[1]
  return {
    method: request.method ?? '',
    target,
    hosts: request.headersDistinct['host'] ?? [],
    origin: headers.origin,
    site: single(headers['sec-fetch-site']),
    mode: single(headers['sec-fetch-mode']),
    destination: single(headers['sec-fetch-dest']),
    contentType: headers['content-type'],
    hasBody: hasBody(request),
    needsToken: route.token,
    tokenGood: token !== undefined && access.isGood(token),
    takesJson: route.json,
  }
}

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value.join(', ') : value
}

function limitBodyTime(request: IncomingMessage, bodyMs: number): void {
  if (!hasBody(request)) return
  const timer = setTimeout(() => request.destroy(), bodyMs)
  const clear = () => clearTimeout(timer)
  request.once('end', clear).once('close', clear)
}
