import { describe, expect, it } from 'vitest'
import { href, parseRoute, type Route } from './route.ts'

describe('a route', () => {
  const routes: Route[] = [
    { screen: 'queue' },
    { screen: 'document', id: 'a/b #1' },
    { screen: 'graph', uuid: null },
    { screen: 'graph', uuid: '6f1c' },
    { screen: 'activity' },
    { screen: 'settings' },
  ]
  it.each(routes)('comes back from its address: %o', (route) => expect(parseRoute(href(route))).toEqual(route))
  it.each(['', '#/', '#/document', '#/document/%zz', '#/nonsense'])('leads %s to the queue', (hash) =>
    expect(parseRoute(hash)).toEqual({ screen: 'queue' }),
  )
})
