import type { TextItem } from '../layout/runs.ts'
import { orderPage, outlinedLines, writePage } from '../layout/page-layout.ts'
import type { OutlineTitle } from '../layout/outline-titles.ts'
import { typographyOf } from '../layout/typography.ts'

interface Setting {
  size?: number
  font?: string
  /** Ends the line here, whatever the text's own width. */
  right?: number
}

/** Width of a letter, in heights of the font. */
const LETTER = 0.5
const PAGE_HEIGHT = 800

/** Text drawn from `left`, its baseline `down` points below the top of a page 600 wide and 800 high. */
export function draw(
  text: string,
  left: number,
  down: number,
  { size = 10, font = 'body', right }: Setting = {},
): TextItem {
  const width = right === undefined ? text.length * LETTER * size : right - left
  return {
    str: text,
    dir: 'ltr',
    transform: [size, 0, 0, size, left, PAGE_HEIGHT - down],
    width,
    fontName: font,
    hasEOL: true,
  }
}

/** Lines of a column, 12 points apart, all but the last filling the measure. */
export function column(lines: readonly string[], left: number, down: number, right: number): TextItem[] {
  return lines.map((text, i) =>
    draw(text, left, down + i * 12, i < lines.length - 1 ? { right } : { right: left + (right - left) / 3 }),
  )
}

/** The page as the reader gives it; the document is this page. */
export function read(items: readonly TextItem[], titles: readonly OutlineTitle[] = []): string[] {
  const view = { transform: [1, 0, 0, -1, 0, PAGE_HEIGHT], height: PAGE_HEIGHT }
  const page = orderPage(items, view, titles)
  return writePage(page, typographyOf([outlinedLines(page)])).split('\n\n')
}
