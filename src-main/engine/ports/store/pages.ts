import type { ErrorInfo } from '../../../../src-shared/contract/errors.ts'
import type { EpochMs } from '../system.ts'
import type { DocumentInfo, PageText } from '../reader.ts'
import type { Job } from './documents.ts'

/** Text of pages: what extraction keeps and chunking reads. */
export interface PageStore {
  /**
   * Keeps pages (any number, replayable) and creates the chunking job with the first; `done` completes extraction. Gives why
   * the document failed with it, or null.
   */
  savePages(job: Job, info: DocumentInfo, pages: PageText[], done: boolean, now: EpochMs): Promise<ErrorInfo | null>
  /** First page number that is not kept yet. */
  firstMissingPage(documentId: string): Promise<number>
  /** Pages from `from` on, in order; `complete` when extraction is over. */
  pages(documentId: string, from: number, limit: number): Promise<{ pages: PageText[]; complete: boolean }>
}
