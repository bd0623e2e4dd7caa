import type { ExtractionAnswer } from '../../../src-shared/model/extraction.ts'

/**
 * Finds entities and facts in a text without a model. Same answer as a model's; pages by the markers in the text.
 * Names are judged against the whole text given, so the same text gives the same answer.
 */
export interface EntityFinder {
  find(text: string): Promise<ExtractionAnswer>
  close(): Promise<void>
}
