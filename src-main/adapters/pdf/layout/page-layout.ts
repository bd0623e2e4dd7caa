import { blocksOf, type Block } from './blocks.ts'
import { joinLines } from './join-lines.ts'
import { piecesOf, type Line } from './lines.ts'
import { findTitles, type OutlineTitle } from './outline-titles.ts'
import { readingOrder, type Region } from './reading-order.ts'
import { runsOf, type TextItem, type ViewTransform } from './runs.ts'
import type { OutlinedLine, Typography } from './typography.ts'

/** A page whose lines are in order, before anything is known of the document's typography. */
export interface OrderedPage {
  regions: Region[]
  titles: Map<Line, OutlineTitle>
  /** Text on its side: read last, a block each. */
  turned: string[]
}

export interface PageView {
  transform: ViewTransform
  /** In points, as the page is seen. */
  height: number
}

export function orderPage(items: readonly TextItem[], view: PageView, titles: readonly OutlineTitle[]): OrderedPage {
  const { upright, turned } = runsOf(items, view.transform)
  const regions = readingOrder(piecesOf(upright), view.height)
  return {
    regions,
    turned,
    titles: findTitles(
      regions.flatMap((region) => region.lines),
      titles,
    ),
  }
}

/** The page's lines with their levels by the outline: what typography is judged by. */
export function outlinedLines(page: OrderedPage): OutlinedLine[] {
  return page.regions.flatMap((region) =>
    region.lines.map((line) => ({ line, level: page.titles.get(line)?.level ?? null })),
  )
}

/** The page's text as the port promises it: blocks, headings with their marks, words whole. */
export function writePage(page: OrderedPage, type: Typography): string {
  const all = page.regions.flatMap((region) => region.lines.map((line) => line.text)).join('\n')
  const blocks = blocksOf(page.regions, page.titles, type).map((block) => writeBlock(block, all))
  return [...blocks, ...page.turned].filter((text) => text !== '').join('\n\n')
}

function writeBlock(block: Block, page: string): string {
  const text = joinLines(
    block.lines.map((line) => line.text),
    page,
  )
  if (block.level !== null && text !== '') return `${'#'.repeat(block.level)} ${text}`
  // Text that only looks like our mark for a heading: a no-break space tells it apart.
  return text.replace(/^(#{1,6}) /, '$1\u00a0')
}
