import { inSlices } from '../pipeline/in-slices.ts'
import type { Phase } from '../../../src-shared/model/phase.ts'
import type { Clock, DocumentStore, LetterChoice, ReportStore } from '../ports.ts'

/** A document may bring a thousand rows of its own, and each slice is one transaction. */
const DOCUMENTS_AT_ONCE = 10

type Queue = Pick<DocumentStore, 'failedDocuments' | 'retryDocuments' | 'retryGaps' | 'discardLetters'> &
  Pick<ReportStore, 'letterIds' | 'offlineIds' | 'rereadOffline'>

/** Of one document, or of all. */
export type WhichGaps = { documentId: string | null } & Partial<LetterChoice>

/** What is chosen where nothing is: all that waits for a person. */
const EVERY: LetterChoice = { code: null, chunk: null, page: null, discarded: false }

export interface WhichDocuments {
  documentId: string | null
  phase: Phase | null
  /** Without a document: those that a person had discarded, instead of those that not. */
  discarded?: boolean
}

/**
 * Puts documents back to work, or discards what they lost, some at a time, and tells of which. The queue works meanwhile: the
 * first may have ended again before the last is put back, and a crash between leaves the rest as they were.
 */
export function createRetries(store: Queue, clock: Pick<Clock, 'now' | 'after'>) {
  return {
    /** One document, from a phase on if one is given; without a document those that failed, in that phase. */
    async retryDocuments({ documentId, phase, discarded = false }: WhichDocuments): Promise<string[]> {
      if (documentId !== null) return store.retryDocuments([documentId], phase, clock.now())
      const failed = await store.failedDocuments(phase, discarded)
      return inSlices(clock, failed, DOCUMENTS_AT_ONCE, (some) => store.retryDocuments(some, null, clock.now()))
    },
    /** Of what one document lost, or all did, the chosen. */
    async retryGaps({ documentId, ...chosen }: WhichGaps): Promise<string[]> {
      const choice = { ...EVERY, ...chosen }
      const lossy = documentId === null ? await store.letterIds(choice.discarded === true) : [documentId]
      return inSlices(clock, lossy, DOCUMENTS_AT_ONCE, (some) => store.retryGaps(some, choice, clock.now()))
    },
    /** The chosen letters of one document, or of all. */
    async discardLetters({ documentId, ...chosen }: Omit<WhichGaps, 'discarded'>) {
      const choice = { ...EVERY, ...chosen }
      const lossy = documentId === null ? await store.letterIds(false) : [documentId]
      return inSlices(clock, lossy, DOCUMENTS_AT_ONCE, (some) => store.discardLetters(some, choice))
    },
    /** What the offline finder read. */
    async rereadOffline(): Promise<string[]> {
      const read = await store.offlineIds()
      return inSlices(clock, read, DOCUMENTS_AT_ONCE, (some) => store.rereadOffline(some, clock.now()))
    },
  }
}
