import type { ErrorInfo } from '../../../../src-shared/contract/errors.ts'
import type { ChunkState, Provider } from '../../../../src-shared/model/document.ts'
import type { EpochMs } from '../system.ts'
import type { DocumentRow, Job } from './documents.ts'
import type { WriteSet } from './graph.ts'

/** Which page a stretch of the chunk's text came from; offsets in UTF-16 units, end exclusive. */
export interface PageSpan {
  page: number
  start: number
  end: number
}

export interface NewChunk {
  ordinal: number
  sha256: string
  text: string
  spans: PageSpan[]
  /** Headings above it, outermost first. */
  headings: string[]
  /** How many chunks of the document before it have the same text. */
  occurrence: number
  estimatedInput: number
  estimatedOutput: number
}

export interface ChunkRow extends NewChunk {
  id: number
  documentId: string
  state: ChunkState
  error: ErrorInfo | null
  /** A person asked again for a chunk that had failed: spoilt answers are not read. */
  askedAgain: boolean
}

/** How a chunk ended. */
export type ChunkEnd =
  | {
      state: 'completed'
      writes: WriteSet
      /** The call that answered; null for the offline finder. */
      callIds: number[]
      reused: boolean
      droppedFacts: number
    }
  | { state: 'failed'; error: ErrorInfo }

/** What the graph phase works on. */
export interface KgDocument {
  document: DocumentRow
  job: Job
  /** Change sequence of the graph when this document began: what its prompts may know. */
  graphSeq: number
}

export interface ChunkStore {
  /**
   * Keeps chunks and where the next one starts; creates the graph job with the first. A chunk whose place holds the same text
   * already keeps its state. `done` drops what stands behind the last chunk and completes chunking.
   */
  saveChunks(job: Job, chunks: NewChunk[], checkpoint: string, done: boolean, now: EpochMs): Promise<void>
  /**
   * The document to work on: the one already begun, else the first by (priority, position) that has chunks pending,
   * or nothing left but its end (`finishKgDocument`). `only` names the one allowed.
   */
  claimKgDocument(provider: Provider, only: string | null, now: EpochMs): Promise<KgDocument | null>
  /**
   * The next document with a pending chunk that is none of these: begun, so that it comes next, but not at work. A chunk of it
   * tells whether the service fails or the document at work.
   */
  claimBeside(documentIds: string[], provider: Provider, now: EpochMs): Promise<KgDocument | null>
  /** Pending chunks after an ordinal, in order. */
  pendingChunks(documentId: string, afterOrdinal: number, limit: number): Promise<ChunkRow[]>
  /**
   * Verdict, write set and checkpoint in one transaction. What the chunk had written before is replaced.
   * Calls of a completed chunk become valid.
   */
  finishChunk(chunk: ChunkRow, end: ChunkEnd, provider: Provider, now: EpochMs): Promise<void>
  /**
   * Ends the document if chunking is over and no chunk is pending: completed, or failed if every chunk failed.
   * Returns null while work is left.
   */
  finishKgDocument(documentId: string, now: EpochMs): Promise<'completed' | 'failed' | null>
}
