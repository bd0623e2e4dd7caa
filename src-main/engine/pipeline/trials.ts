import type { MonotonicMs } from '../ports.ts'

/** How long a question has been asked in vain, and in how many rounds others were answered meanwhile. */
export interface Trial {
  askedMs: MonotonicMs
  round: number
}

/**
 * What is known against a question that was broken off before its end: by a pause, or by a fault of this computer.
 * Asked anew, it does not begin at nought; a document that has ended takes what was known of it along.
 */
export interface Trials {
  /** Of an answer key; null for one that nothing is known against. */
  take(documentId: string, answerKey: string): Trial | null
  keep(documentId: string, answerKey: string, trial: Trial): void
  forget(documentId: string): void
}

export function createTrials(): Trials {
  const documents = new Map<string, Map<string, Trial>>()
  const forgetEmpty = (documentId: string) => {
    if (documents.get(documentId)?.size === 0) documents.delete(documentId)
  }
  return {
    take(documentId, answerKey) {
      const known = documents.get(documentId)
      const trial = known?.get(answerKey) ?? null
      known?.delete(answerKey)
      forgetEmpty(documentId)
      return trial
    },
    keep(documentId, answerKey, trial) {
      const known = documents.get(documentId) ?? new Map<string, Trial>()
      documents.set(documentId, known.set(answerKey, trial))
    },
    forget: (documentId) => void documents.delete(documentId),
  }
}
