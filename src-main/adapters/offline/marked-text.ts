/** A text without its page markers, and where each page begins in it. */
export interface MarkedText {
  text: string
  /** Offsets in `text` where page 1, 2, … of the markers begin. */
  pageStarts: number[]
}

/** Takes out the markers `[p1] `, `[p2] `, …; only the one that comes next is a marker, anything else is text. */
export function readMarkers(marked: string): MarkedText {
  const pageStarts: number[] = []
  let text = ''
  let from = 0
  for (const match of marked.matchAll(/\[p(\d+)\] ?/g)) {
    if (Number(match[1]) !== pageStarts.length + 1) continue
    text += marked.slice(from, match.index)
    pageStarts.push(text.length)
    from = match.index + match[0].length
  }
  return { text: text + marked.slice(from), pageStarts }
}

/** The marker's page at an offset of the text; 1 where no marker came. */
export function pageAt({ pageStarts }: MarkedText, offset: number): number {
  return Math.max(1, pageStarts.findLastIndex((start) => start <= offset) + 1)
}

/** The part of a sentence that holds as much as possible of what is quoted, cut where a page begins; offsets in `text`. */
export function quoteWithin(
  { text, pageStarts }: MarkedText,
  sentence: { start: number; end: number },
  quoted: { start: number; end: number },
): { quote: string; start: number } {
  const cuts = [sentence.start, ...pageStarts.filter((at) => at > sentence.start && at < sentence.end), sentence.end]
  const parts = cuts.slice(1).map((end, index) => ({ start: cuts[index] ?? 0, end }))
  const held = (part: { start: number; end: number }) =>
    Math.min(part.end, quoted.end) - Math.max(part.start, quoted.start)
  const best = parts.reduce((a, b) => (held(b) > held(a) ? b : a))
  return { quote: text.slice(best.start, best.end).trim(), start: best.start }
}
