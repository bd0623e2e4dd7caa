import type { PageText } from '../ports/reader.ts'
import type { Block } from './blocks.ts'
import { pageBlocks } from './blocks.ts'

/** Running lines are judged over so many pages, then fixed. */
export const JUDGED_PAGES = 20
/** How many blocks at each end of a page may be running lines. */
const EDGE_BLOCKS = 2
const LEAST_PAGES = 3
/** Longer blocks are text, however often they come. */
const LONGEST = 200

/**
 * What a running line has in common on every page: page numbers differ, arabic or roman. Not so in a heading: "Chapter 1"
 * and "Chapter 2" are two.
 */
function runningKey(edge: 'top' | 'bottom', { level, text }: Block): string {
  if (level > 0) return `${edge} ${text}`
  const numberless = text
    .toLowerCase()
    .replace(/\d+/g, '#')
    .replace(/(?<![\p{L}#])[ivxlc]+(?![\p{L}#])/gu, '#')
  return `${edge} ${numberless}`
}

/** Keys of the blocks at a page's ends; a block of a short page is at both. */
function edges(blocks: Block[]): { key: string; index: number }[] {
  const found: { key: string; index: number }[] = []
  for (const [index, block] of blocks.entries()) {
    if (block.text.length > LONGEST) continue
    if (index < EDGE_BLOCKS) found.push({ key: runningKey('top', block), index })
    if (index >= blocks.length - EDGE_BLOCKS) found.push({ key: runningKey('bottom', block), index })
  }
  return found
}

/**
 * Keys of a document's running headers and footers: a short block that stands at the same end of at least half of the
 * pages, and of at least three. Left and right pages of a book differ, so the even or the odd pages alone are enough.
 * What is all that most pages have is their text, not a running line.
 */
export function judgeRunningLines(pages: PageText[]): string[] {
  const judged = pages
    .slice(0, JUDGED_PAGES)
    .map((page) => ({ number: page.number, blocks: pageBlocks(page.number, page.text) }))
    .filter(({ blocks }) => blocks.length > 0)
  const sides = [
    judged,
    judged.filter(({ number }) => number % 2 === 0),
    judged.filter(({ number }) => number % 2 === 1),
  ]
  const lines = new Set<string>()
  for (const side of sides) {
    const count = new Map<string, number>()
    for (const { blocks } of side) {
      for (const key of new Set(edges(blocks).map((edge) => edge.key))) count.set(key, (count.get(key) ?? 0) + 1)
    }
    for (const [key, pagesWith] of count) {
      if (pagesWith >= LEAST_PAGES && pagesWith * 2 >= side.length) lines.add(key)
    }
  }
  const sorted = [...lines].toSorted()
  const bare = judged.filter(({ blocks }) => withoutRunningLines(blocks, sorted).length === 0)
  return bare.length * 2 > judged.length ? [] : sorted
}

/** A page's blocks without its running headers and footers. */
export function withoutRunningLines(blocks: Block[], runningLines: readonly string[]): Block[] {
  const running = new Set(
    edges(blocks)
      .filter(({ key }) => runningLines.includes(key))
      .map(({ index }) => index),
  )
  return blocks.filter((_, index) => !running.has(index))
}
