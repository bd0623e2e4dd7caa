import { parentPort } from 'node:worker_threads'
import type { PageText } from '../../engine/ports.ts'
import { listenForWarnings } from './page-warnings.ts'
import { openPdfDocument, type PdfDocument } from './pdf-document.ts'
import { pdfError } from './pdf-errors.ts'
import type { ReaderReply, ReaderRequest } from './reader-protocol.ts'

/** A batch ends after this much work or so many pages, whichever comes first. */
const BATCH_MS = 250
const BATCH_PAGES = 32

/**
 * The thread in which documents are read: one at a time, a batch ahead of what was asked for, so that reading goes on
 * while the pages before are being kept.
 */
export function runReaderThread(): void {
  listenForWarnings()
  let document: PdfDocument | null = null
  let nextPage = 1
  let closing = false
  let ahead: Promise<PageText[]> | null = null

  const reply = (message: ReaderReply): void => parentPort?.postMessage(message)

  const readBatch = async (reading: PdfDocument): Promise<PageText[]> => {
    const pages: PageText[] = []
    const end = performance.now() + BATCH_MS
    while (!closing && nextPage <= reading.pages && pages.length < BATCH_PAGES && performance.now() < end) {
      pages.push(await reading.read(nextPage))
      nextPage += 1
    }
    return pages
  }

  const readAhead = (reading: PdfDocument): void => {
    ahead = readBatch(reading)
    // Heard when it is asked for; until then it must not end the thread.
    ahead.catch(() => {})
  }

  const answer = async (request: ReaderRequest): Promise<void> => {
    if (request.kind === 'open') {
      closing = false
      nextPage = request.fromPage
      document = await openPdfDocument(request.path, (page) => reply({ kind: 'reading', page }))
      reply({ kind: 'opened', pages: document.pages, title: document.title })
      readAhead(document)
    } else if (request.kind === 'next') {
      const pages = (await ahead) ?? []
      reply({ kind: 'pages', pages })
      if (document) readAhead(document)
    } else if (request.kind === 'close') {
      await ahead?.catch(() => {})
      await document?.close().catch(() => {})
      document = null
      ahead = null
      reply({ kind: 'closed', rssMegabytes: process.memoryUsage.rss() / 2 ** 20 })
    }
  }

  let queue = Promise.resolve()
  parentPort?.on('message', (request: ReaderRequest) => {
    // Stops what is read ahead at the next page.
    if (request.kind === 'close') closing = true
    queue = queue
      .then(() => answer(request))
      .catch((thrown: unknown) => {
        const { code, message } = pdfError(thrown)
        reply({ kind: 'failed', code, message })
      })
  })
}
