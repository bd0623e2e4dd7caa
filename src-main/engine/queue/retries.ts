import { inSlices } from '../pipeline/in-slices.ts'
import type { ErrorCode } from '../../../src-shared/contract/errors.ts'
import type { Phase } from '../../../src-shared/model/phase.ts'
import type { Clock, DocumentStore, ReportStore } from '../ports.ts'

/** A document may bring a thousand rows of its own, and each slice is one transaction. */
const DOCUMENTS_AT_ONCE = 10

type Queue = Pick<DocumentStore, 'failedDocuments' | 'documentsWithGaps' | 'retryDocuments' | 'retryGaps'> &
  Pick<ReportStore, 'offlineIds' | 'rereadOffline'>

/**
 * Puts documents back to work, some at a time, and gives the ids of those that were. The queue works meanwhile: the first may
 * have ended again before the last is put back, and a crash between leaves the rest as they were.
 */
export function createRetries(store: Queue, clock: Pick<Clock, 'now' | 'after'>) {
  return {
    /** One document, from a phase on if one is given; without a document those that failed, in that phase. */
    async retryDocuments({ documentId, phase }: { documentId: string | null; phase: Phase | null }): Promise<string[]> {
      if (documentId !== null) return store.retryDocuments([documentId], phase, clock.now())
      const failed = await store.failedDocuments(phase)
      return inSlices(clock, failed, DOCUMENTS_AT_ONCE, (some) => store.retryDocuments(some, null, clock.now()))
    },
    /** What one document lost, or all that have gaps; with a code the gaps of that code alone. */
    async retryGaps({ documentId, code }: { documentId: string | null; code: ErrorCode | null }): Promise<string[]> {
      const lossy = documentId === null ? await store.documentsWithGaps(0) : [documentId]
      return inSlices(clock, lossy, DOCUMENTS_AT_ONCE, (some) => store.retryGaps(some, code, clock.now()))
    },
    /** What the offline finder read. */
    async rereadOffline(): Promise<string[]> {
      const read = await store.offlineIds()
      return inSlices(clock, read, DOCUMENTS_AT_ONCE, (some) => store.rereadOffline(some, clock.now()))
    },
  }
}
