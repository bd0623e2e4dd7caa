import { describe, expect, it } from 'vitest'
import { guard, type GuardedRequest } from './guard.ts'

const PORT = 4711

const PLAIN: GuardedRequest = {
  method: 'POST',
  target: '/rpc/commands/queue.pause',
  hosts: ['127.0.0.1:4711'],
  origin: undefined,
  site: undefined,
  mode: undefined,
  destination: undefined,
  contentType: 'application/json',
  hasBody: true,
  needsToken: true,
  tokenGood: true,
  takesJson: true,
}
const LINK = { method: 'GET', target: '/', needsToken: false, takesJson: false, hasBody: false }

describe('guard', () => {
  it.each<[string, Partial<GuardedRequest>]>([
    ['a script with a token', {}],
    ['the page itself', { origin: 'http://127.0.0.1:4711', site: 'same-origin' }],
    ['the page by its other name', { hosts: ['localhost:4711'], origin: 'http://localhost:4711' }],
    ['an address that was typed', { ...LINK, site: 'none', mode: 'navigate', destination: 'document' }],
    ['a link to the page', { ...LINK, site: 'cross-site', mode: 'navigate', destination: 'document' }],
    ['JSON with a charset', { contentType: 'Application/JSON; charset=utf-8' }],
    ['a command without a body', { contentType: undefined, hasBody: false }],
  ])('lets %s pass', (_name, more) => {
    expect(guard({ ...PLAIN, ...more }, PORT)).toBeNull()
  })

  it.each<[string, number, Partial<GuardedRequest>]>([
    ['an absolute-form target', 400, { target: 'http://127.0.0.1:4711/' }],
    ['a target without a path', 400, { target: '*' }],
    ['a rebound host', 403, { hosts: ['evil.example:4711'] }],
    ['a host that begins like ours', 403, { hosts: ['127.0.0.1.evil.example'] }],
    ['a host that begins like localhost', 403, { hosts: ['localhost.evil:4711'] }],
    ['every address', 403, { hosts: ['0.0.0.0:4711'] }],
    ['another port', 403, { hosts: ['127.0.0.1:1'] }],
    ['no port', 403, { hosts: ['127.0.0.1'] }],
    ['another family', 403, { hosts: ['[::1]:4711'] }],
    ['an empty host', 403, { hosts: [''] }],
    ['no host', 403, { hosts: [] }],
    ['two hosts', 403, { hosts: ['127.0.0.1:4711', 'evil.example'] }],
    ['the same host twice', 403, { hosts: ['127.0.0.1:4711', '127.0.0.1:4711'] }],
    ['a rebound host before the token is looked at', 403, { hosts: ['evil.example:4711'], tokenGood: false }],
    ['a foreign origin', 403, { origin: 'http://evil.example' }],
    ['a sandboxed origin', 403, { origin: 'null' }],
    ['our name on another port', 403, { origin: 'http://127.0.0.1:4712' }],
    ['our other name', 403, { origin: 'http://localhost:4711' }],
    ['our name with https', 403, { origin: 'https://127.0.0.1:4711' }],
    ['a foreign page without an origin', 403, { site: 'cross-site' }],
    ['a page on another port of localhost', 403, { site: 'same-site' }],
    ['a form that a foreign page sends', 403, { site: 'cross-site', mode: 'navigate', destination: 'document' }],
    ['a frame', 403, { ...LINK, site: 'cross-site', mode: 'navigate', destination: 'iframe' }],
    ['a picture', 403, { ...LINK, site: 'cross-site', mode: 'no-cors', destination: 'image' }],
    [
      'a link to more than the page',
      403,
      { ...LINK, target: '/blob/x', site: 'cross-site', mode: 'navigate', destination: 'document' },
    ],
    ['no token', 401, { tokenGood: false }],
    ['a form', 415, { contentType: 'application/x-www-form-urlencoded' }],
    ['a simple request', 415, { contentType: 'text/plain' }],
    ['a body of no type', 415, { contentType: undefined }],
  ])('refuses %s with %i', (_name, status, more) => {
    expect(guard({ ...PLAIN, ...more }, PORT)).toMatchObject({ status })
  })
})
