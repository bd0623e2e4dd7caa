import type { PageSpan } from '../ports/store/chunks.ts'

/** A chunk's text with `[p1] `, `[p2] `, … where each of its pages begins: relative, so that a page inserted elsewhere changes nothing. */
export function markPages(text: string, spans: readonly PageSpan[]): string {
  return spans.map(({ start, end }, index) => `[p${index + 1}] ${text.slice(start, end)}`).join('')
}
