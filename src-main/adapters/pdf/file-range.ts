import type { FileHandle } from 'node:fs/promises'
import { PDFDataRangeTransport } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** Gives pdf.js the parts of a file it asks for, so that a large one is never held whole. */
export class FileRange extends PDFDataRangeTransport {
  readonly #file: FileHandle
  readonly #onError: (thrown: unknown) => void

  /** `head` is the beginning, read already. `onError` hears of a failed read; pdf.js would wait for it for ever. */
  constructor(file: FileHandle, bytes: number, head: Uint8Array, onError: (thrown: unknown) => void) {
    super(bytes, head, head.length === bytes)
    this.#file = file
    this.#onError = onError
  }

  override requestDataRange(begin: number, end: number): void {
    void this.#read(begin, end).catch(this.#onError)
  }

  async #read(begin: number, end: number): Promise<void> {
    // pdf.js takes the buffer over: it must be a fresh one.
    const chunk = new Uint8Array(end - begin)
    for (let done = 0; done < chunk.length;) {
      const { bytesRead } = await this.#file.read(chunk, done, chunk.length - done, begin + done)
      if (bytesRead === 0) throw new Error(`Expected ${end} bytes; the file ended at ${begin + done}.`)
      done += bytesRead
    }
    this.onDataRange(begin, chunk)
  }
}
