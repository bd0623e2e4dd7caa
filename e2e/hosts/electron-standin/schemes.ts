/**
 * Own schemes: Chromium without Electron knows none, so app://sluice/x is asked for as
 * http://sluice.app.standin.localhost/x, caught on its way and answered by the program's handler.
 */
type Handler = (request: Request) => Promise<Response> | Response

const handlers = new Map<string, Handler>()

/** Requests that are caught. */
export const CAUGHT = 'http://*.standin.localhost/*'

export const protocol = {
  registerSchemesAsPrivileged() {},
  handle: (scheme: string, handler: Handler) => void handlers.set(scheme, handler),
  unhandle: (scheme: string) => void handlers.delete(scheme),
  isProtocolHandled: (scheme: string) => handlers.has(scheme),
}

export function outward(url: string): string {
  const [, scheme = '', host, rest] = /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)(.*)$/i.exec(url) ?? []
  return handlers.has(scheme) ? `http://${host}.${scheme}.standin.localhost${rest || '/'}` : url
}

export function inward(url: string): string {
  return url.replace(/^http:\/\/([^/.]+)\.([^/.]+)\.standin\.localhost/, '$2://$1')
}

export async function answer(url: string, method: string, headers: Record<string, string>): Promise<Response> {
  const own = inward(url)
  const handler = handlers.get(own.split(':')[0] ?? '')
  try {
    if (!handler) throw new Error(`no handler for ${own}`)
    return await handler(new Request(own, { method, headers }))
  } catch (error) {
    return new Response(String(error), { status: 500 })
  }
}
