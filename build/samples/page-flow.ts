/** Breaks text into lines and lines into pages; knows widths only by the function it is given. Lengths in points. */

export interface Style {
  font: string
  size: number
  leading: number
  spaceBefore: number
  firstIndent: number
  justified: boolean
}

export interface Paragraph {
  text: string
  style: Style
  /** Level in the outline; null for body text. */
  level: number | null
  /** Begins a page of its own. */
  onNewPage: boolean
}

export interface PlacedLine {
  text: string
  x: number
  /** Top of the line, from the top of the page. */
  y: number
  style: Style
  /** Added to each space so that the line fills the measure. */
  wordSpacing: number
}

export interface Page {
  lines: PlacedLine[]
  /** Headings that begin here. */
  headings: { title: string; level: number; y: number }[]
}

export interface Measure {
  left: number
  top: number
  width: number
  height: number
}

/** A heading takes at least so many lines of the text after it along. */
const KEPT_LINES = 2

/** Lines end at spaces only, so that no hyphen stands at a line's end that is not the author's own. */
export function flow(
  paragraphs: readonly Paragraph[],
  measure: Measure,
  widthOf: (text: string, style: Style) => number,
): Page[] {
  const pages: Page[] = []
  let page: Page = { lines: [], headings: [] }
  let y = Infinity
  const bottom = measure.top + measure.height
  const turn = (): void => {
    page = { lines: [], headings: [] }
    pages.push(page)
    y = measure.top
  }
  for (const [i, { text, style, level, onNewPage }] of paragraphs.entries()) {
    const lines = breakLines(text, style, measure, widthOf)
    const next = paragraphs[i + 1]
    const kept = level !== null && next ? next.style.spaceBefore + KEPT_LINES * next.style.leading : 0
    if (onNewPage || y + style.spaceBefore + lines.length * (level === null ? 0 : style.leading) + kept > bottom) {
      if (onNewPage || level !== null) turn()
    }
    if (page.lines.length > 0) y += style.spaceBefore
    for (const [n, line] of lines.entries()) {
      if (y + style.leading > bottom) turn()
      if (n === 0 && level !== null) page.headings.push({ title: text, level, y })
      page.lines.push({ ...line, y })
      y += style.leading
    }
  }
  return pages
}

function breakLines(
  text: string,
  style: Style,
  { left, width }: Measure,
  widthOf: (text: string, style: Style) => number,
): Omit<PlacedLine, 'y'>[] {
  const lines: Omit<PlacedLine, 'y'>[] = []
  const space = widthOf(' ', style)
  let words: string[] = []
  let used = 0
  const indent = (): number => (lines.length === 0 ? style.firstIndent : 0)
  const set = (isLast: boolean): void => {
    const gaps = words.length - 1
    const missing = width - indent() - used
    const wordSpacing = style.justified && !isLast && gaps > 0 ? missing / gaps : 0
    lines.push({ text: words.join(' '), x: left + indent(), style, wordSpacing })
    words = []
    used = 0
  }
  for (const word of text.split(' ')) {
    const needed = widthOf(word, style) + (words.length > 0 ? space : 0)
    if (words.length > 0 && used + needed > width - indent()) {
      set(false)
      used = widthOf(word, style)
    } else used += needed
    words.push(word)
  }
  set(true)
  return lines
}
