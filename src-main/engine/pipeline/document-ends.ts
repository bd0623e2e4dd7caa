import { createCancellation, type Cancellation, type CancellationSource } from '../resilience/cancellation.ts'

/** Documents whose work a person ended while it was going on. */
export interface DocumentEnds {
  of(documentId: string): Cancellation
  /** Ends the work that goes on now; work begun later (a retry) is not concerned. */
  end(documentId: string): void
}

export function createDocumentEnds(): DocumentEnds {
  const sources = new Map<string, CancellationSource>()
  return {
    of(documentId) {
      const source = sources.get(documentId) ?? createCancellation()
      sources.set(documentId, source)
      return source
    },
    end(documentId) {
      sources.get(documentId)?.cancel()
      sources.delete(documentId)
    },
  }
}
