import { quarterTokens } from '../intake/token-estimate.ts'
import type { PageSpan } from '../ports.ts'

/** In Latin letters; fewer could stand anywhere. */
const SHORTEST_QUOTE = 12
/** A Chinese, Japanese or Korean character says about as much as so many of them. */
const WIDE = 3

function sizeOf(text: string): number {
  let size = 0
  for (let i = 0; i < text.length; i++) size += quarterTokens(text.charCodeAt(i)) === 4 ? WIDE : 1
  return size
}

/** Text with white space folded and typographic quotes and dashes made plain, with the way back to the original offsets. */
interface Folded {
  text: string
  /** For each unit of `text`, its offset in the original. */
  offsets: number[]
}

const PLAIN: Record<string, string> = { '‘': "'", '’': "'", '“': '"', '”': '"', '–': '-', '—': '-', '\u00ad': '' }

function fold(original: string): Folded {
  let text = ''
  const offsets: number[] = []
  let space = true
  for (let i = 0; i < original.length; i++) {
    const char = original[i] as string
    const plain = /\s/.test(char) ? ' ' : (PLAIN[char] ?? char)
    if (plain === '' || (plain === ' ' && space)) continue
    space = plain === ' '
    text += plain
    offsets.push(i)
  }
  return { text, offsets }
}

/** Finds quotes in one chunk's text and tells their page: a local string match, never a guess. */
export class QuoteFinder {
  readonly #folded: Folded
  readonly #spans: PageSpan[]

  constructor(text: string, spans: PageSpan[]) {
    this.#folded = fold(text)
    this.#spans = spans
  }

  /**
   * The document's page on which the quote begins, or null if the text does not hold it.
   * @param claimed page the answer gave, from 1 for the chunk's first; preferred where the quote stands twice.
   */
  pageOf(quote: string, claimed: number): number | null {
    const needle = fold(quote).text.trim()
    if (sizeOf(needle) < SHORTEST_QUOTE) return null
    let first: number | null = null
    for (let at = this.#folded.text.indexOf(needle); at >= 0; at = this.#folded.text.indexOf(needle, at + 1)) {
      const page = this.#pageAt(this.#folded.offsets[at] ?? 0)
      if (page === this.#spans[claimed - 1]?.page) return page
      first ??= page
    }
    return first
  }

  #pageAt(offset: number): number {
    const span = this.#spans.find((s) => offset < s.end)
    return span?.page ?? this.#spans.at(-1)?.page ?? 1
  }
}
