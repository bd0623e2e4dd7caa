import { PDFDataRangeTransport } from 'pdfjs-dist'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { BlobSource } from '../../client/client.ts'

/** Reads the parts of a document that pdf.js asks for, so that 100 MB are never loaded for one page. */
export class BlobRange extends PDFDataRangeTransport {
  readonly #source: BlobSource
  readonly #onError: (thrown: unknown) => void
  readonly #stop = new AbortController()

  /** `onError` hears of a failed read; pdf.js would wait for it for ever. */
  constructor(source: BlobSource, bytes: number, onError: (thrown: unknown) => void) {
    super(bytes, null)
    this.#source = source
    this.#onError = onError
  }

  override requestDataRange(begin: number, end: number): void {
    this.#read(begin, end).catch((thrown: unknown) => {
      if (!this.#stop.signal.aborted) this.#onError(thrown)
    })
  }

  override abort(): void {
    this.#stop.abort()
  }

  async #read(begin: number, end: number): Promise<void> {
    const response = await fetch(this.#source.url, {
      headers: { ...this.#source.headers, range: `bytes=${begin}-${end - 1}` },
      signal: this.#stop.signal,
    })
    if (response.status !== 206) throw unreadable(response.status, begin, end)
    this.onDataRange(begin, new Uint8Array(await response.arrayBuffer()))
  }
}

function unreadable(status: number, begin: number, end: number): SluiceError {
  const message = `expected bytes ${begin} to ${end - 1} of the document, came HTTP ${status}`
  if (status !== 404) return new SluiceError('file_unreadable', message, { remedy: 'Load the page again.' })
  return new SluiceError('file_missing', message, {
    remedy: 'Sluice no longer has the file; add it again to see its pages.',
  })
}
