import type { Line } from './lines.ts'

/** An entry of the document's outline that leads to the page. */
export interface OutlineTitle {
  title: string
  /** 1 for the outermost. */
  level: number
}

/** A title is set over at most so many lines. */
const MAX_TITLE_LINES = 3

/** Which lines are titles of the outline. Of several the largest counts: the others are running headers. */
export function findTitles(lines: readonly Line[], titles: readonly OutlineTitle[]): Map<Line, OutlineTitle> {
  const found = new Map<Line, OutlineTitle>()
  if (titles.length === 0) return found
  const keys = lines.map((line) => titleKey(line.text))
  for (const title of titles) {
    const wanted = titleKey(title.title)
    const bare = titleKey(withoutNumber(title.title))
    if (wanted === '') continue
    let best: Line[] = []
    for (let i = 0; i < lines.length; i += 1) {
      let key = ''
      for (let n = 1; n <= MAX_TITLE_LINES && i + n <= lines.length; n += 1) {
        key += keys[i + n - 1]
        if (key.length > wanted.length + 12) break
        const match = lines.slice(i, i + n)
        const first = match[0]
        if (!first || found.has(first)) continue
        const isSame = key === wanted || (bare.length > 2 && key.replace(/^\d+/, '') === bare)
        // Of equals the last: a running header stands above.
        if (isSame && first.size >= (best[0]?.size ?? 0)) best = match
      }
    }
    for (const line of best) found.set(line, title)
  }
  return found
}

function titleKey(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')
}

function withoutNumber(text: string): string {
  return text.replace(/^[\d.\s]+/, '')
}
