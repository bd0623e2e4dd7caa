import type { LlmPrompt } from '../ports.ts'
import type { KgDocument, ChunkRow, EntityRow } from '../ports.ts'
import { markPages } from '../intake/mark-pages.ts'
import type { PipelineContext } from './context.ts'
import { candidateKeys } from './names.ts'
import { EXTRACTION_JSON_SCHEMA, prefixHash, SYSTEM_PROMPT, userPrompt } from './prompt.ts'
import type { Passage } from './split.ts'

/** Prompts know the document's own chunks up to so many before: what calls in flight can't change. */
export const PROMPT_LAG = 8
const MOST_KNOWN = 40

/**
 * Entities offered to the model so that names converge: those whose names occur in the text, from the graph as it stood
 * when the document began and from the document's own chunks up to eight before this one.
 */
export async function knownEntities(context: PipelineContext, doc: KgDocument, chunk: ChunkRow): Promise<EntityRow[]> {
  const rows = await context.ports.store.entitiesForPrompt(doc.document.group, candidateKeys(chunk.text), {
    beforeSeq: doc.graphSeq,
    documentId: doc.document.id,
    throughOrdinal: chunk.ordinal - PROMPT_LAG,
  })
  const unique = new Map(rows.map((row) => [row.uuid, row]))
  return [...unique.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0)).slice(0, MOST_KNOWN)
}

/**
 * sha256 of what decides an answer's meaning: the text with its relative page marks, headings, the constant prefix, model and pass.
 * Not of the entities that are known by then, nor of max_tokens: the same text is never asked twice for those.
 */
export function answerKey(
  context: PipelineContext,
  chunk: ChunkRow,
  passage: Passage,
  model: string,
  pass: number,
): string {
  const { hash } = context.ports
  const parts = [markPages(passage.text, passage.spans), chunk.headings, prefixHash(hash), 'anthropic', model, pass]
  return hash.sha256(JSON.stringify(parts))
}

export function promptFor(
  context: PipelineContext,
  doc: KgDocument,
  chunk: ChunkRow,
  passage: Passage,
  options: { model: string; known: EntityRow[]; maxTokens: number },
): LlmPrompt {
  const title = doc.document.title ?? doc.document.name
  const marked = markPages(passage.text, passage.spans)
  return {
    model: options.model,
    system: SYSTEM_PROMPT,
    user: userPrompt(chunk, marked, { title, known: options.known }, context.ports.hash),
    schema: EXTRACTION_JSON_SCHEMA,
    maxTokens: options.maxTokens,
  }
}
