import { useEffect } from 'react'
import { navigate, type Route } from '../state/route.ts'
import { pickDocuments } from './pick-documents.ts'

/** By the key's place, since Alt writes other signs on some keyboards. */
const SCREENS: Record<string, Route> = {
  '1': { screen: 'queue' },
  '2': { screen: 'graph', uuid: null },
  '3': { screen: 'activity' },
  '4': { screen: 'settings' },
}

/** Alt+1…4 open a screen, Ctrl/⌘+O picks documents. What a field or a menu has taken for itself is left alone. */
export function useShortcuts(): void {
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      const route = event.altKey && !isTyping(event) ? SCREENS[event.code.replace('Digit', '')] : undefined
      if (route) navigate(route)
      else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'o') pickDocuments('files')
      else return
      event.preventDefault()
    }
    window.addEventListener('keydown', pressed)
    return () => window.removeEventListener('keydown', pressed)
  }, [])
}

function isTyping({ target }: KeyboardEvent): boolean {
  return target instanceof HTMLElement && target.closest('input, textarea, select') !== null
}
