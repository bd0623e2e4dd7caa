import type { Line } from './lines.ts'
import type { OutlineTitle } from './outline-titles.ts'
import type { Region } from './reading-order.ts'
import { HEADING_RATIO, levelOfFont, levelOfSize, type Typography } from './typography.ts'

/** A paragraph, a heading, a running header: lines that belong together. */
export interface Block {
  lines: Line[]
  /** 1 to 6, or null for anything but a heading. */
  level: number | null
}

/** A step between baselines wider than this, in usual steps, is a gap. */
const GAP = 1.25
/** Shifts of the left edge, in heights of the font. */
const INDENT = 0.8
const MAX_INDENT = 6
const MAX_HEADING_CHARACTERS = 200
const MAX_HEADING_WORDS = 14

const BULLET = /^[•‣▪◦●■–—*]\s/u
/** A line of a table of contents. */
const DOT_LEADERS = /(?:\s?\.){5,}/u
const SENTENCE_END = /[.!?:]["'”’)\]]*$/u
const STARTS_ANEW = /^["'“‘([]?[\p{Lu}\p{N}]/u

/** Lines to blocks, by gaps, indents, sizes and the ends of sentences; a paragraph goes on over a column's end. */
export function blocksOf(
  regions: readonly Region[],
  titles: ReadonlyMap<Line, OutlineTitle>,
  type: Typography,
): Block[] {
  const blocks: Block[] = []
  for (const region of regions) {
    const [first, ...others] = paragraphsOf(region.lines, titles, type)
    if (!first) continue
    const last = blocks.at(-1)
    if (last && region.flows && last.level === null && first.level === null && flowsOn(last, first)) {
      last.lines.push(...first.lines)
    } else blocks.push(first)
    blocks.push(...others)
  }
  return markFontHeadings(blocks, type)
}

function flowsOn(last: Block, first: Block): boolean {
  return !SENTENCE_END.test(last.lines.at(-1)?.text ?? '') && /^\p{Ll}/u.test(first.lines[0]?.text ?? '')
}

function paragraphsOf(lines: readonly Line[], titles: ReadonlyMap<Line, OutlineTitle>, type: Typography): Block[] {
  const edges = edgesOf(lines)
  const blocks: Block[] = []
  let block: Block | undefined
  for (const [i, line] of lines.entries()) {
    const level = titles.get(line)?.level ?? sizeLevel(line, type)
    const sameTitle = titles.get(line) === titles.get(lines[i - 1] ?? line)
    if (block && sameTitle && block.level === level && !beginsBlock(block, line, edges, type)) block.lines.push(line)
    else {
      block = { lines: [line], level }
      blocks.push(block)
    }
  }
  for (const each of blocks) {
    const length = each.lines.reduce((sum, line) => sum + line.text.length, 0)
    if (length > MAX_HEADING_CHARACTERS) each.level = null
  }
  return blocks
}

function sizeLevel(line: Line, type: Typography): number | null {
  const isLarge = line.size >= type.bodySize * HEADING_RATIO && /\p{L}{2}/u.test(line.text)
  return isLarge ? levelOfSize(line.size, type) : null
}

interface Edges {
  left: number
  right: number
}

function beginsBlock(block: Block, line: Line, edges: Edges, type: Typography): boolean {
  const previous = block.lines.at(-1)
  if (!previous) return false
  const size = Math.max(previous.size, line.size)
  if (Math.abs(previous.size - line.size) > 0.12 * size) return true
  if (line.baseline - previous.baseline > GAP * type.pitch * size) return true
  if (block.level !== null) return false
  return BULLET.test(line.text) || isShifted(block, line, edges) || endsEarly(previous, line, edges)
}

/**
 * An indented first line, the way back from an indented block, or the outdented line of a hanging one. Lines of an
 * item that hang below its bullet stay with it.
 */
function isShifted(block: Block, line: Line, edges: Edges): boolean {
  const [first] = block.lines
  const previous = block.lines.at(-1)
  if (!first || !previous || (BULLET.test(first.text) && line.left > first.left + 1)) return false
  const moved = (line.left - previous.left) / line.size
  const shift = (line.left - edges.left) / line.size
  if (moved > INDENT) return shift > INDENT && shift < MAX_INDENT
  if (moved < -INDENT) return shift < -INDENT || (previous !== first && Math.abs(previous.left - first.left) < 1)
  // Two indented lines in a row: a paragraph of one line before another one.
  const isIndented = shift > INDENT && shift < MAX_INDENT
  return isIndented && previous === first && SENTENCE_END.test(previous.text) && STARTS_ANEW.test(line.text)
}

/** Rows of tables and contents; a line that stops short of the edge before one that starts anew. */
function endsEarly(previous: Line, line: Line, edges: Edges): boolean {
  if (DOT_LEADERS.test(previous.text) || (previous.tabular && line.tabular)) return true
  if (!STARTS_ANEW.test(line.text)) return false
  const width = edges.right - edges.left
  const missing = edges.right - previous.right
  return (
    missing > 0.5 * width ||
    (missing > 0.2 * width && (SENTENCE_END.test(previous.text) || previous.font !== line.font))
  )
}

/** The left edge most lines share, and the right edge nearly all stay within. */
function edgesOf(lines: readonly Line[]): Edges {
  const counts = new Map<number, number>()
  for (const line of lines) {
    const left = Math.round(line.left)
    counts.set(left, (counts.get(left) ?? 0) + 1)
  }
  const [left = 0] = [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? []
  const rights = lines.map((line) => line.right).toSorted((a, b) => a - b)
  return { left, right: rights[Math.floor((rights.length - 1) * 0.9)] ?? left }
}

/** Short blocks in another font than the body's, followed by text: headings that only their weight sets apart. */
function markFontHeadings(blocks: Block[], type: Typography): Block[] {
  return blocks.map((block, i) => {
    const next = blocks[i + 1]
    if (i === 0 || !next || next.level !== null || !isInBodyFont(next, type)) return block
    // Below a title stand authors and dates as well, in italics or bold.
    if (blocks[i - 1]?.level !== null && block.lines.some((line) => /[,@]/.test(line.text))) return block
    return isFontHeading(block, type) ? { ...block, level: levelOfFont(type) } : block
  })
}

function isInBodyFont(block: Block, type: Typography): boolean {
  return block.lines.some((line) => line.font === type.bodyFont)
}

function isFontHeading(block: Block, type: Typography): boolean {
  if (block.level !== null || block.lines.length > 2) return false
  const text = block.lines.map((line) => line.text).join(' ')
  return (
    block.lines.every((line) => line.oneFont && line.font !== type.bodyFont && line.size >= 0.95 * type.bodySize) &&
    text.split(' ').length <= MAX_HEADING_WORDS &&
    /^[\p{Lu}\p{N}]/u.test(text) &&
    /\p{L}{3}/u.test(text) &&
    !/[.,;:!?=(){}<>]$/u.test(text) &&
    !/^(?:fig|figure|table|tab)\b/iu.test(text)
  )
}
