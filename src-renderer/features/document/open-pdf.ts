import { getDocument, GlobalWorkerOptions, type PDFDocumentProxy } from 'pdfjs-dist'
import workerUrl from 'pdfjs-dist/build/pdf.worker.min.mjs?url'
import type { BlobSource } from '../../client/client.ts'
import { BlobRange } from './blob-range.ts'
import { PdfAssets } from './pdf-assets.ts'

GlobalWorkerOptions.workerSrc = workerUrl

/** A page needs few ranges of this size, and none is long to wait for. */
const RANGE_BYTES = 256 * 1024

export interface OpenPdf {
  document: Promise<PDFDocumentProxy>
  /** Names work on the document that `close` lets end first: pdf.js fails aloud where it is stopped in the middle. */
  hold: (work: Promise<unknown>) => void
  close: () => void
}

/**
 * Opens a document by ranges. No code of the document runs: no scripts, no XFA. `document` rejects, also later than it
 * opened, when a part of it cannot be read: so `onError`.
 */
export function openPdf(source: BlobSource, bytes: number, onError: (thrown: unknown) => void): OpenPdf {
  const { promise: broken, reject } = Promise.withResolvers<never>()
  broken.catch(onError)
  const task = getDocument({
    range: new BlobRange(source, bytes, reject),
    rangeChunkSize: RANGE_BYTES,
    disableAutoFetch: true,
    disableStream: true,
    BinaryDataFactory: PdfAssets,
    useWorkerFetch: false,
    cMapPacked: true,
    enableXfa: false,
    stopAtErrors: false,
    verbosity: 0,
  })
  const document = Promise.race([task.promise, broken])
  const held = new Set<Promise<unknown>>([document])
  return {
    document,
    hold(work) {
      held.add(work)
      const release = () => held.delete(work)
      work.then(release, release)
    },
    close() {
      void Promise.allSettled(held).then(() => task.destroy())
    },
  }
}
