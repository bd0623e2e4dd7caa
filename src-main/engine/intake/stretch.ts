import type { PageSpan } from '../ports/store/chunks.ts'
import type { Block } from './blocks.ts'
import { quarterTokens } from './token-estimate.ts'

/** What stands between two blocks in a chunk's text. */
const SEPARATOR = '\n\n'

export interface PlacedBlock extends Block {
  start: number
  end: number
}

/** Blocks laid out as text, with their weights: what the next chunk is cut from. Offsets are UTF-16 units in `text`. */
export interface Stretch {
  text: string
  blocks: PlacedBlock[]
  /** Quarter tokens between two offsets. */
  weight(from: number, to: number): number
  /** Where a chunk ends that is cut at `border`: the white space before it belongs to no chunk. */
  endBefore(border: number): number
}

/** Lays out blocks from the first on, as many as surely weigh `enough` quarter tokens, or all; of an endless block only its beginning. */
export function layOut(blocks: readonly Block[], enough: number): Stretch {
  const placed: PlacedBlock[] = []
  let text = ''
  // a unit weighs at least a quarter, so `enough` units are enough
  for (const block of blocks) {
    if (text.length >= enough) break
    const start = placed.length > 0 ? text.length + SEPARATOR.length : 0
    text += (placed.length > 0 ? SEPARATOR : '') + block.text.slice(0, enough)
    placed.push({ ...block, start, end: text.length })
  }
  const sums = new Uint32Array(text.length + 1)
  for (let i = 0, sum = 0; i < text.length; i++) sums[i + 1] = sum += quarterTokens(text.charCodeAt(i))
  return {
    text,
    blocks: placed,
    weight: (from, to) => (sums[to] ?? 0) - (sums[from] ?? 0),
    endBefore(border) {
      while (border > 0 && /\s/.test(text.charAt(border - 1))) border--
      return border
    },
  }
}

/** Page spans of the text up to `end`: in order, without a hole, from 0 to `end`. A separator belongs to the page before it. */
export function spansOf(stretch: Stretch, end: number): PageSpan[] {
  const spans: PageSpan[] = []
  for (const block of stretch.blocks) {
    for (const { page, at } of block.pages) {
      const start = block.start + at
      if (start >= end) break
      const last = spans.at(-1)
      if (last?.page === page) continue
      if (last) last.end = start
      spans.push({ page, start, end })
    }
  }
  return spans
}

/** The blocks of the stretch that stand from `border` on; one that is cut goes on as a paragraph. */
export function blocksFrom(stretch: Stretch, border: number): Block[] {
  return stretch.blocks
    .filter(({ end }) => end > border)
    .map(({ level, text, pages, start }) => {
      const cut = border - start
      if (cut <= 0) return { level, text, pages }
      const first = pages.findLastIndex(({ at }) => at <= cut)
      const kept = pages.slice(first).map(({ page, at }) => ({ page, at: Math.max(0, at - cut) }))
      return { level: 0, text: text.slice(cut), pages: kept }
    })
}
