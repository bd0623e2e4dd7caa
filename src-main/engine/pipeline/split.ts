import type { ExtractionAnswer } from '../../../src-shared/model/extraction.ts'
import { END_MARK } from '../../../src-shared/model/extraction.ts'
import type { ChunkRow, PageSpan } from '../ports.ts'

/** A stretch of a chunk that is asked by itself; still one chunk and one episode. */
export interface Passage {
  text: string
  spans: PageSpan[]
}

/** One question about a chunk: the passage, and how many questions precede it. */
export interface Part {
  passage: Passage
  pass: number
}

/** How a chunk is asked, each way for where the one before it was of no use: whole, whole with a larger budget, in two halves. */
export function waysToAsk(chunk: Pick<ChunkRow, 'text' | 'spans'>): [first: Part[], larger: Part[], halves: Part[]] {
  const passage = { text: chunk.text, spans: chunk.spans }
  const halves = halve(chunk).map((half, index) => ({ passage: half, pass: 2 + index }))
  return [[{ passage, pass: 0 }], [{ passage, pass: 1 }], halves]
}

/** Two halves of a chunk, cut at the paragraph, sentence or space nearest to the middle. */
export function halve(chunk: Pick<ChunkRow, 'text' | 'spans'>): [Passage, Passage] {
  const at = cutNearMiddle(chunk.text)
  return [slice(chunk, 0, at), slice(chunk, at, chunk.text.length)]
}

function cutNearMiddle(text: string): number {
  const middle = text.length / 2
  for (const border of [/\n\s*\n/g, /[.!?]["'”’)]?\s/g, /\s/g]) {
    const ends = [...text.matchAll(border)].map((m) => m.index + m[0].length)
    const inside = ends.filter((at) => at > text.length / 4 && at < (text.length * 3) / 4)
    if (inside.length > 0) return inside.reduce((a, b) => (Math.abs(a - middle) <= Math.abs(b - middle) ? a : b))
  }
  const at = Math.floor(middle)
  return text.slice(0, at).isWellFormed() ? at : at + 1
}

function slice(chunk: Pick<ChunkRow, 'text' | 'spans'>, from: number, to: number): Passage {
  const spans = chunk.spans
    .filter((span) => span.end > from && span.start < to)
    .map((span) => ({ page: span.page, start: Math.max(span.start, from) - from, end: Math.min(span.end, to) - from }))
  return { text: chunk.text.slice(from, to), spans }
}

/** One answer for the whole chunk, from all its parts: local ids kept apart, pages counted from the chunk's first page again. */
export function joinAnswers(
  chunk: Pick<ChunkRow, 'spans'>,
  parts: { passage: Passage; answer: ExtractionAnswer }[],
): ExtractionAnswer {
  const [whole, ...others] = parts
  if (whole && others.length === 0) return whole.answer
  const joined: ExtractionAnswer = { entities: [], facts: [], end: END_MARK }
  for (const [index, { passage, answer }] of parts.entries()) {
    const local = (id: string) => `${index}:${id}`
    joined.entities.push(...answer.entities.map((entity) => ({ ...entity, id: local(entity.id) })))
    for (const fact of answer.facts) {
      const page = passage.spans[fact.page - 1]?.page
      const relative = chunk.spans.findIndex((span) => span.page === page) + 1
      joined.facts.push({ ...fact, from: local(fact.from), to: local(fact.to), page: relative })
    }
  }
  return joined
}
