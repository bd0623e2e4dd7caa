/** First parts that keep their hyphen though a line ends there. */
const KEEPS_HYPHEN = /(?:^|[^\p{L}])(?:all|anti|co|cross|ex|half|ill|non|post|pre|self|so|vice|well)$/iu

/** The dots between a title and its page in a table of contents. */
const DOT_LEADERS = /(?:\s?\.){5,}\s*/g

/** Looked at first: few lines end in one, and the pattern below walks through each word. */
const HYPHENS = new Set(['-', '\u00ad', '\u2010'])
const HYPHEN_AT_END = /([\p{L}\p{N}]+)[-\u00ad\u2010]$/u

/**
 * Lines of one block as one line of text. A word split by a hyphen is made whole when the next line goes on in lower
 * case; the hyphen stays where the rest of the page writes the word with one (`page` is the page's text, lines and all).
 */
export function joinLines(lines: readonly string[], page: string): string {
  let text = ''
  let last = ''
  for (const line of lines) {
    const next = line.trim()
    if (next === '') continue
    const split = HYPHENS.has(last.at(-1) ?? '') ? HYPHEN_AT_END.exec(last) : null
    const rest = split === null ? null : /^\p{Ll}+/u.exec(next)
    if (split?.[1] && rest) text = keepsHyphen(last, split[1], rest[0], page) ? text + next : text.slice(0, -1) + next
    else if (split !== null || last.endsWith('\u2014')) text += next
    else text += (text === '' ? '' : ' ') + next
    last = next
  }
  if (text.includes('\u00ad')) text = text.replaceAll('\u00ad', '')
  return text.includes('...') || text.includes('. .') ? text.replace(DOT_LEADERS, ' … ') : text
}

function keepsHyphen(line: string, before: string, after: string, page: string): boolean {
  if (line.endsWith('\u00ad')) return false
  if (/\p{N}$/u.test(before)) return true
  if (page.includes(`${before}-${after}`)) return true
  return KEEPS_HYPHEN.test(line.slice(0, -1)) && !page.includes(before + after)
}
