/** A stretch of one string, offsets in UTF-16 units, end exclusive. */
export interface Stretch {
  start: number
  end: number
}

/** A stretch of one of several strings. */
export interface ItemStretch extends Stretch {
  item: number
}

interface Squeezed {
  text: string
  /** Offset in the original of each unit of `text`. */
  offsets: number[]
}

/** Shorter pieces than this stand on a page by chance. */
const SHORTEST_PIECE = 24

const PLAIN: Record<string, string> = {
  '‘': "'",
  '’': "'",
  '“': '"',
  '”': '"',
  ﬁ: 'fi',
  ﬂ: 'fl',
  ﬀ: 'ff',
  ﬃ: 'ffi',
  ﬄ: 'ffl',
}

/**
 * What is left when layout is taken away: a page breaks a sentence into lines and words in two, the text that was read
 * does not. So white space and every hyphen and dash go; case stays.
 */
function squeeze(original: string): Squeezed {
  let text = ''
  const offsets: number[] = []
  for (let i = 0; i < original.length; i++) {
    const char = original[i] as string
    if (/[\s\p{Pd}\u00ad\u200b]/u.test(char)) continue
    for (const unit of PLAIN[char] ?? char) {
      text += unit
      offsets.push(i)
    }
  }
  return { text, offsets }
}

/** Where the quote stands in the text; null where it does not. Layout is ignored. */
export function findQuote(text: string, quote: string): Stretch | null {
  return locate(squeeze(text), squeeze(quote).text, false)
}

/**
 * The pieces of a page's text items that hold the quote. A quote that goes over a page break is found on both pages:
 * by its beginning at the end of the one, by its end at the beginning of the other. Null where it is not there.
 */
export function findOnPage(items: readonly string[], quote: string): ItemStretch[] | null {
  const starts: number[] = []
  let all = ''
  for (const item of items) {
    starts.push(all.length)
    all += item
  }
  const found = locate(squeeze(all), squeeze(quote).text, true)
  if (!found) return null
  return items.flatMap((item, index) => {
    const from = starts[index] ?? 0
    const start = Math.max(0, found.start - from)
    const end = Math.min(item.length, found.end - from)
    return start < end ? [{ item: index, start, end }] : []
  })
}

function locate(page: Squeezed, needle: string, overBreak: boolean): Stretch | null {
  if (needle === '') return null
  const at = page.text.indexOf(needle)
  if (at >= 0) return stretch(page, at, at + needle.length)
  if (!overBreak) return null
  for (let length = Math.min(needle.length, page.text.length); length >= SHORTEST_PIECE; length--) {
    if (page.text.endsWith(needle.slice(0, length))) return stretch(page, page.text.length - length, page.text.length)
    if (page.text.startsWith(needle.slice(-length))) return stretch(page, 0, length)
  }
  return null
}

function stretch({ offsets }: Squeezed, from: number, to: number): Stretch {
  return { start: offsets[from] as number, end: (offsets[to - 1] as number) + 1 }
}
