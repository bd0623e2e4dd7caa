import type { CommandOutput } from '../../../src-shared/contract/commands.ts'
import { findQuote } from './quote.ts'

export type ChunkDetail = CommandOutput<'document.chunk'>

/** A piece of a chunk's text that lies on one page and is quoted by the same facts throughout. */
export interface TextPiece {
  text: string
  page: number | null
  /** The page begins here: its number is shown before the piece. */
  opensPage: boolean
  /** Indexes into the chunk's facts. */
  facts: number[]
}

/** Cuts the text where a page or a quote begins or ends. Quotes that are not found word for word mark nothing. */
export function cutText(chunk: Pick<ChunkDetail, 'text' | 'spans' | 'facts'>): TextPiece[] {
  const quotes = chunk.facts.map((fact) => findQuote(chunk.text, fact.quote))
  const bounds = new Set([0, chunk.text.length])
  for (const stretch of [...chunk.spans, ...quotes]) {
    if (stretch) bounds.add(stretch.start).add(stretch.end)
  }
  const cuts = [...bounds].filter((at) => at <= chunk.text.length).toSorted((a, b) => a - b)
  let page: number | null = null
  return cuts.slice(0, -1).map((start, i) => {
    const end = cuts[i + 1] as number
    const here = chunk.spans.find((span) => span.start <= start && end <= span.end)?.page ?? page
    const opensPage = here !== page
    page = here
    const facts = quotes.flatMap((quote, index) => (quote && quote.start <= start && end <= quote.end ? [index] : []))
    return { text: chunk.text.slice(start, end), page: here, opensPage, facts }
  })
}
