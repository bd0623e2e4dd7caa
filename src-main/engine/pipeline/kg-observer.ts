import type { ChunkEnd, ChunkRow, EpochMs, KgDocument } from '../ports.ts'

/** What the graph phase tells the rest of the engine. */
export interface KgObserver {
  chunkEnded(doc: KgDocument, chunk: ChunkRow, end: ChunkEnd): void
  documentEnded(doc: KgDocument, state: 'completed' | 'failed'): Promise<void>
  /** Between two documents, until then; null when over. */
  delayed(until: EpochMs | null): void
}
