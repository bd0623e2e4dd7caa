import type { ChunkRow, DocumentDetail } from './chunk-rows.ts'
import type { Place } from './place.ts'

type Rows = Pick<DocumentDetail, 'chunkRows'>

/** The page that a place shows: the one it names, else the first of its chunk. */
export function shownPage(document: Rows & Pick<DocumentDetail, 'pages'>, place: Place): number {
  const page = place.page ?? document.chunkRows.find((chunk) => chunk.ordinal === place.chunk)?.pages[0] ?? 1
  return Math.max(1, Math.min(page, document.pages ?? page))
}

/**
 * The chunks that a place may mean, likeliest first: the one it names where the page lies in it, else those of the page.
 * A page may be divided between chunks; which of them holds the quote is seen in their text.
 */
export function chunksOfPlace({ chunkRows }: Rows, place: Place): ChunkRow[] {
  const named = chunkRows.find((chunk) => chunk.ordinal === place.chunk)
  if (named && (place.page === null || named.pages.includes(place.page))) return [named]
  return place.page === null ? [] : chunkRows.filter((chunk) => chunk.pages.includes(place.page as number))
}

/** The chunk before or after, null at an end. */
export function neighbour({ chunkRows }: Rows, ordinal: number, step: 1 | -1): ChunkRow | null {
  return chunkRows.find((chunk) => chunk.ordinal === ordinal + step) ?? null
}
