import type { PageState } from '../../../src-shared/model/document.ts'
import type { ErrorInfo } from '../../../src-shared/contract/errors.ts'

/**
 * Text of one page. Blocks are separated by a blank line; a heading is a block of its own that starts with
 * one to six `#` and a space (its level). Lines inside a block are joined, words split at a line's end are whole again.
 */
export interface PageText {
  /** From 1, in the order of the file. */
  number: number
  /** What people cite ("iv", "17"); the number where the file names none. */
  label: string
  state: PageState
  text: string
  error: ErrorInfo | null
}

export interface DocumentInfo {
  pages: number
  title: string | null
}

/** One document being read, in a process of its own. */
export interface ReaderSession {
  readonly info: DocumentInfo
  /** The next pages in order, about 250 ms of work at a time; an empty list after the last. */
  next(): Promise<PageText[]>
  close(): Promise<void>
}

export interface ReaderOptions {
  /** Pages before it are not read again: the first missing part. */
  fromPage: number
  timeoutMs: number
  memoryMegabytes: number
}

/**
 * Reads documents outside the engine's process. Rejects with a SluiceError of scope document:
 * not_a_pdf, pdf_corrupt, pdf_encrypted, reader_timeout, reader_memory, reader_crashed, blob_missing.
 */
export interface ReaderHost {
  open(path: string, options: ReaderOptions): Promise<ReaderSession>
  close(): Promise<void>
}
