/** What of a request decides whether it may be answered at all. */
export interface GuardedRequest {
  method: string
  /** As it stood in the request line. */
  target: string
  /** The value of every Host line: Node itself keeps only the first. */
  hosts: readonly string[]
  origin: string | undefined
  /** `sec-fetch-site`, `-mode` and `-dest`, which a page cannot forge; undefined from what is no browser. */
  site: string | undefined
  mode: string | undefined
  destination: string | undefined
  contentType: string | undefined
  /** Whether a body is announced. */
  hasBody: boolean
  /** Whether the route asks for a token, and whether a good one came. */
  needsToken: boolean
  tokenGood: boolean
  /** Whether the route takes JSON. */
  takesJson: boolean
}

export interface Refusal {
  status: 400 | 401 | 403 | 415
  reason: string
}

/** Sites a browser may name: the page itself, and what a person typed or opened from outside. */
const OWN_SITES = [undefined, 'same-origin', 'none']

/**
 * Decides whether a request on loopback may be answered; null lets it pass. Any web page that a person visits, and any
 * program of another user of this machine, can reach the port. In this order:
 * - a request line that is no plain path (absolute form, `*`) could be read as another host: 400
 * - DNS rebinding (evil.example made to point here) is seen by its Host; so are two Host lines, of which others might
 *   read the other one: 403, with a token or without
 * - a foreign page that sends a form or a script's request (CSRF), a sandboxed one (Origin `null`), one on another port
 *   of localhost (which browsers call the same site): 403. A link to the page itself, followed from anywhere, is no
 *   attack: it opens in a window of its own, carries no secret, and is never framed.
 * - no token, or one that is unknown here: 401. It travels in a header that no foreign page can set, and never in a
 *   cookie, so that nothing is sent by itself
 * - a body that is not JSON is what a plain form can send without asking first: 415
 */
export function guard(request: GuardedRequest, port: number): Refusal | null {
  if (!request.target.startsWith('/')) return { status: 400, reason: 'expected a path' }
  const [host] = request.hosts
  const allowed = [`127.0.0.1:${port}`, `localhost:${port}`]
  if (request.hosts.length !== 1 || host === undefined || !allowed.includes(host)) {
    return { status: 403, reason: `expected the host ${allowed.join(' or ')}` }
  }
  if (request.origin !== undefined && request.origin !== `http://${host}`) {
    return { status: 403, reason: 'expected the origin of the page itself' }
  }
  if (!OWN_SITES.includes(request.site) && !isLinkToPage(request)) {
    return { status: 403, reason: 'expected a request of the page itself' }
  }
  if (request.needsToken && !request.tokenGood) return { status: 401, reason: 'expected a token that is known here' }
  if (request.takesJson && request.hasBody && !isJson(request.contentType)) {
    return { status: 415, reason: 'expected application/json' }
  }
  return null
}

function isLinkToPage({ method, target, mode, destination }: GuardedRequest): boolean {
  return method === 'GET' && target === '/' && mode === 'navigate' && destination === 'document'
}

function isJson(contentType: string | undefined): boolean {
  return contentType?.split(';')[0]?.trim().toLowerCase() === 'application/json'
}
