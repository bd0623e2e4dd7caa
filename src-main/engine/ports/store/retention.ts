import type { MicroUsd } from '../../../../src-shared/model/money.ts'
import type { EpochMs } from '../system.ts'

/** Where a look at what is old goes on. */
export interface AgeCursor {
  at: EpochMs
  id: string
}

/** Valid answers, with their tokens and cost as they were billed: about what asking again would take. */
export interface OldAnswers {
  answers: number
  input: number
  output: number
  cost: MicroUsd
}

/** Stored copies of documents. */
export interface OldFiles {
  files: number
  bytes: number
}

/** All that was ever removed by its age. */
export type Removed = Pick<OldAnswers, 'answers' | 'cost'> & OldFiles

/**
 * What is kept for a time only. Each step looks at `limit` rows at most behind a cursor, oldest first; `next` null is the
 * end. Nothing goes that may still be needed: an answer is old when it came before the time, is judged, and every document
 * that asked for it or has its text is completed, with that chunk; a copy when every document of its bytes completed before
 * the time, with no page lost and no dead letter that waits.
 */
export interface RetentionStore {
  oldAnswers(
    before: EpochMs,
    after: AgeCursor | null,
    limit: number,
  ): Promise<{ next: AgeCursor | null; old: OldAnswers }>
  /** Erases them; calls and cost stay. What they leave in the files is cleared by `clearTraces`. */
  removeAnswers(
    before: EpochMs,
    after: AgeCursor | null,
    limit: number,
    now: EpochMs,
  ): Promise<{ next: AgeCursor | null; old: OldAnswers }>
  oldFiles(before: EpochMs, after: AgeCursor | null, limit: number): Promise<{ next: AgeCursor | null; old: OldFiles }>
  /** Notes that they are gone, so that no row needs the bytes any more (`knowsBlob`); removing those is the caller's. */
  removeFiles(
    before: EpochMs,
    after: AgeCursor | null,
    limit: number,
    now: EpochMs,
  ): Promise<{ next: AgeCursor | null; old: OldFiles; sha256s: string[] }>
  removedSoFar(): Promise<Removed>
  /** A step towards files without a trace of what was removed, and no larger for it; true at the end. */
  clearTraces(): Promise<boolean>
}
