import { useSyncExternalStore } from 'react'

/** Where the window is; it stands in the hash of the address, so that back, reload and a second window work. */
export type Route =
  | { screen: 'queue' }
  | { screen: 'document'; id: string }
  | { screen: 'graph'; uuid: string | null }
  | { screen: 'activity' }
  | { screen: 'settings' }

export function parseRoute(hash: string): Route {
  const [screen, id] = hash.replace(/^#\/?/, '').split('/')
  const name = id === undefined || id === '' ? null : decode(id)
  if (screen === 'document' && name !== null) return { screen, id: name }
  if (screen === 'graph') return { screen, uuid: name }
  if (screen === 'activity' || screen === 'settings') return { screen }
  return { screen: 'queue' }
}

/** The address of a route, for links: `<a href={href({ screen: 'graph', uuid })}>`. */
export function href(route: Route): string {
  const id = route.screen === 'document' ? route.id : route.screen === 'graph' ? route.uuid : null
  return `#/${route.screen}${id === null ? '' : `/${encodeURIComponent(id)}`}`
}

export function navigate(route: Route): void {
  window.location.hash = href(route)
}

export function useRoute(): Route {
  const hash = useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed)
      return () => window.removeEventListener('hashchange', changed)
    },
    () => window.location.hash,
  )
  return parseRoute(hash)
}

function decode(text: string): string | null {
  try {
    return decodeURIComponent(text)
  } catch {
    return null
  }
}
