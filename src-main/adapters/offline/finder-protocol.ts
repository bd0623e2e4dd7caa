import type { ExtractionAnswer } from '../../../src-shared/model/extraction.ts'

/** What the parent sends: one text at a time. */
export interface FinderRequest {
  text: string
}

/** What comes back for each: an answer, or why there is none. */
export type FinderReply = { answer: ExtractionAnswer } | { error: string }
