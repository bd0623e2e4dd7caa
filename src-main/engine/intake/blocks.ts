import { z } from 'zod'

/** A heading or a paragraph, without its `#`, white space folded. */
export const block = z.object({
  /** 1–6 for a heading, 0 for a paragraph. */
  level: z.number(),
  text: z.string(),
  /** Pages it stands on, in order; `at` is the offset in `text` where the page begins, 0 for the first. */
  pages: z.array(z.object({ page: z.number(), at: z.number() })),
})
export type Block = z.output<typeof block>

/** A block's text as it is compared and kept: one space for any white space. */
function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}

/** Splits a page's text (see `PageText`) into its blocks. */
export function pageBlocks(page: number, text: string): Block[] {
  const blocks: Block[] = []
  for (const part of text.split(/\n[^\S\n]*\n/)) {
    const heading = /^\s*(#{1,6})\s+/.exec(part)
    const folded = fold(heading ? part.slice(heading[0].length) : part)
    if (folded !== '') blocks.push({ level: heading?.[1]?.length ?? 0, text: folded, pages: [{ page, at: 0 }] })
  }
  return blocks
}

const SENTENCE_ENDED = /[.!?…。！？]["'”’»)\]」』）]*$/u
/** A small letter, or a letter of a script that knows no small ones. */
const CONTINUES = /^[\p{Ll}\p{Lo}]/u
const BROKEN_WORD = /\p{L}[-\u00ad‐]$/u
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u

/**
 * One paragraph of the last block of a page and the first of the next, if it ran over the page break: no sentence ended
 * and the next page goes on in lower case. A word broken by a hyphen is whole again. Otherwise null.
 */
export function joinOverPageBreak(before: Block, after: Block): Block | null {
  if (before.level > 0 || after.level > 0) return null
  if (SENTENCE_ENDED.test(before.text) || !CONTINUES.test(after.text)) return null
  const head = BROKEN_WORD.test(before.text) ? before.text.slice(0, -1) : before.text
  const whole = head !== before.text || (UNSPACED.test(head.slice(-1)) && UNSPACED.test(after.text.slice(0, 1)))
  const glued = whole ? head : head + ' '
  const pages = after.pages.map(({ page, at }) => ({ page, at: at + glued.length }))
  return { level: 0, text: glued + after.text, pages: [...before.pages, ...pages] }
}
