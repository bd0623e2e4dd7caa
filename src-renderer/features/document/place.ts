import { useSyncExternalStore } from 'react'
import { href } from '../../state/route.ts'

/** What of a document is open beside its report: a chunk (its ordinal, from 0), a page (from 1), and the sentence to be marked there. */
export interface Place {
  chunk: number | null
  page: number | null
  quote: string | null
}

/** The address of a place: behind that of the document, so that back, reload and links from other screens work. */
export function placeHref(id: string, place: Partial<Place>): string {
  const given = Object.entries(place).flatMap(([key, value]) => (value === null ? [] : [[key, String(value)]]))
  return `${href({ screen: 'document', id })}/read?${new URLSearchParams(given).toString()}`
}

/** Null where the address is that of the report. */
export function parsePlace(hash: string): Place | null {
  const [, query] = /^#\/document\/[^/]+\/read\?(.*)$/.exec(hash) ?? []
  if (query === undefined) return null
  const params = new URLSearchParams(query)
  return { chunk: wholeNumber(params.get('chunk')), page: wholeNumber(params.get('page')), quote: params.get('quote') }
}

export function usePlace(): Place | null {
  const hash = useSyncExternalStore(
    (changed) => {
      window.addEventListener('hashchange', changed)
      return () => window.removeEventListener('hashchange', changed)
    },
    () => window.location.hash,
  )
  return parsePlace(hash)
}

export function openPlace(id: string, place: Partial<Place>): void {
  window.location.hash = placeHref(id, place)
}

/** Stepping from page to page leaves one entry in the history, not hundreds. */
export function replacePlace(id: string, place: Partial<Place>): void {
  window.location.replace(placeHref(id, place))
}

function wholeNumber(text: string | null): number | null {
  return text !== null && /^\d{1,7}$/.test(text) ? Number(text) : null
}
