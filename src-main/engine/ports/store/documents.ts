import type { ErrorCode, ErrorInfo } from '../../../../src-shared/contract/errors.ts'
import type { DocumentState, Priority, Provider } from '../../../../src-shared/model/document.ts'
import type { Phase } from '../../../../src-shared/model/phase.ts'
import type { EpochMs } from '../system.ts'
import type { Erased } from './ledger.ts'

export interface NewDocument {
  id: string
  path: string
  name: string
  bytes: number
  modifiedMs: number
  group: string
  priority: Priority
}

export interface DocumentRow {
  id: string
  /** Hex hash of the bytes; null until ingestion is over. */
  sha256: string | null
  name: string
  path: string
  bytes: number
  pages: number | null
  title: string | null
  group: string
  priority: Priority
  provider: Provider | null
  state: DocumentState
  position: number
  addedAt: EpochMs
  startedAt: EpochMs | null
  endedAt: EpochMs | null
  error: ErrorInfo | null
}

export interface Job {
  id: number
  phase: Phase
  document: DocumentRow
  retryCount: number
  /** What the phase keeps between parts; null before its first. */
  checkpoint: string | null
}

export interface Enqueued {
  id: string
  path: string
  position: number
  /** The same path, unchanged, was waiting already. */
  already: boolean
}

/** What ingestion found out about the bytes. */
export type Ingested =
  | { outcome: 'new' }
  /** Same bytes, group and provider: this row is gone, the other stands. */
  | { outcome: 'known'; documentId: string }
  /** As known, but it had failed, been cancelled, or been read by the offline finder: it is worked on again. */
  | { outcome: 'revived'; documentId: string }

export interface Recovered {
  /** Jobs that were being worked on when the engine died; pending again. */
  jobs: number
  /** Calls without an answer; now unknown. */
  unknownCalls: number
}

/** Which of a document's failed pages and chunks are meant: those that fit all that is not null. */
export interface LetterChoice {
  code: ErrorCode | null
  /** Ordinal of one chunk. */
  chunk: number | null
  page: number | null
  /** Those that a person had discarded, or those that not. */
  discarded: boolean | null
}

/** Documents and their jobs: the persistent queues. */
export interface DocumentStore {
  /** Adds documents at the end of the queue, each with its ingestion job. */
  enqueue(documents: NewDocument[], now: EpochMs): Promise<Enqueued[]>
  /** Of each in turn, whether `enqueue` would find it waiting already. */
  areQueued(documents: NewDocument[]): Promise<boolean[]>
  /** At start: what a dead engine left behind is set right. Idempotent. */
  recover(now: EpochMs): Promise<Recovered>
  document(id: string): Promise<DocumentRow | null>
  /** Ids of documents whose id starts with, or whose name is, the text; at most two. */
  findDocuments(text: string): Promise<string[]>
  /**
   * Marks the next pending job of a phase, by (priority, position), as processing; of one document only if `only` names it,
   * of those whose job has kept parts already if `begunOnly`. Null if none is due.
   */
  claim(phase: Phase, only: string | null, now: EpochMs, begunOnly?: boolean): Promise<Job | null>
  /** Puts back what a phase has claimed: its one worker has empty hands, whatever it was told. */
  releaseClaimed(phase: Phase): Promise<void>
  /** When the next delayed job of a phase is due, or null. */
  nextDue(phase: Phase, now: EpochMs): Promise<EpochMs | null>
  /** Documents that have been read but not yet ingested into the graph: what back-pressure counts. */
  lookahead(): Promise<number>
  /**
   * A known document leaves a `document.known` activity, which alone counts as known in the report of a run. Bytes that were
   * removed by age are there again for all that have them.
   */
  finishIngestion(
    job: Job,
    found: { sha256: string; bytes: number; provider: Provider },
    now: EpochMs,
  ): Promise<Ingested>
  /** Back to pending, due at `at`, with the reason; a transient failure of one document. */
  delayJob(job: Job, error: ErrorInfo, at: EpochMs, now: EpochMs): Promise<void>
  /** Puts a claimed job back untouched (pause, shutdown, service fault). */
  releaseJob(job: Job): Promise<void>
  /** Puts a claimed chunking job aside until more pages are saved or extraction is over; `savePages` and `recover` wake it. */
  parkJob(job: Job): Promise<void>
  /** The phase and its document fail; jobs of later phases end too. */
  failDocument(documentId: string, phase: Phase, error: ErrorInfo, now: EpochMs): Promise<void>
  cancelDocument(documentId: string, now: EpochMs): Promise<void>
  /** Ids of documents that failed, in the phase if one is given; those that a person discarded, or those that not; by position. */
  failedDocuments(phase: Phase | null, discarded: boolean): Promise<string[]>
  /** Ids of completed documents with gaps, those that ended at or after `since`; by position. */
  documentsWithGaps(since: EpochMs): Promise<string[]>
  /**
   * Puts failed and cancelled ones of the documents back to work and returns their ids. With a phase: ended ones, from that
   * phase on, its own results made anew. Nothing that was paid is lost: answers are in the ledger.
   */
  retryDocuments(documentIds: string[], phase: Phase | null, now: EpochMs): Promise<string[]>
  /**
   * The chosen chunks and pages of those documents that are completed are pending again; returns the ids of those that had
   * some. Pages behind a chosen one are read again with it.
   */
  retryGaps(documentIds: string[], choice: LetterChoice, now: EpochMs): Promise<string[]>
  /**
   * A person wants nothing more of the failed ones of these documents (of them those with the code), of the chosen chunks
   * and pages of the completed ones. They stay failed, count as before, and can be retried. Returns what changed.
   */
  discardLetters(
    documentIds: string[],
    choice: Omit<LetterChoice, 'discarded'>,
  ): Promise<{ documentId: string; letters: number }[]>
  /** Hides the document at once; `sweepDeleted` removes its rows. */
  deleteDocument(documentId: string, now: EpochMs): Promise<void>
  /**
   * Removes at most `limit` rows of deleted documents, facts without evidence and entities without mention included, and
   * answers paid for texts that no other document has; then what they left in indexes and log, so that no byte of a text
   * is in the files any more, and the room they took, so that the files are smaller by it. `sha256s`: blobs that no document
   * needs any more. `erased`: valid answers among those that went.
   */
  sweepDeleted(limit: number): Promise<{ done: boolean; sha256s: string[]; erased: Erased }>
  /** Whether a document, deleted ones included until they are swept, has these bytes; not if they were removed by age. */
  knowsBlob(sha256: string): Promise<boolean>
}
