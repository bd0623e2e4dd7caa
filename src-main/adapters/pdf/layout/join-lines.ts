/** First parts that keep their hyphen though a line ends there. */
const KEEPS_HYPHEN = /(?:^|[^\p{L}])(?:all|anti|co|cross|ex|half|ill|non|post|pre|self|so|vice|well)$/iu

/** The dots between a title and its page in a table of contents. */
const DOT_LEADERS = /(?:\s?\.){5,}\s*/g

const HYPHEN_AT_END = /(\p{L}+)[-\u00ad\u2010]$/u

/**
 * Lines of one block as one line of text. A word split by a hyphen is made whole when the next line goes on in lower
 * case; the hyphen stays where the rest of the page writes the word with one (`page` is the page's text, lines and all).
 */
export function joinLines(lines: readonly string[], page: string): string {
  let text = ''
  for (const line of lines) {
    const next = line.trim()
    if (next === '') continue
    const split = HYPHEN_AT_END.exec(text)
    const rest = /^\p{Ll}+/u.exec(next)
    if (split?.[1] && rest) text = keepsHyphen(text, split[1], rest[0], page) ? text + next : text.slice(0, -1) + next
    else if (/\p{L}[-\u2010]$|\u2014$/u.test(text)) text += next
    else text += (text === '' ? '' : ' ') + next
  }
  return text.replaceAll('\u00ad', '').replace(DOT_LEADERS, ' … ')
}

function keepsHyphen(text: string, before: string, after: string, page: string): boolean {
  if (text.endsWith('\u00ad')) return false
  if (page.includes(`${before}-${after}`)) return true
  return KEEPS_HYPHEN.test(text.slice(0, -1)) && !page.includes(before + after)
}
