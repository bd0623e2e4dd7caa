import type { PDFDocumentProxy } from 'pdfjs-dist'
import { useEffect, useState } from 'react'
import { asSluiceError, type ErrorInfo, SluiceError } from '../../../src-shared/contract/errors.ts'
import { useClient } from '../../state/client-context.ts'
import { type OpenPdf, openPdf } from './open-pdf.ts'

export interface Pdf {
  document: PDFDocumentProxy | null
  hold: OpenPdf['hold']
  error: ErrorInfo | null
}

const OPENING: Pdf = { document: null, hold: () => {}, error: null }

/** Opens the document of these bytes once, and closes it when the reader leaves. `attempt` opens it anew. */
export function usePdf(sha256: string, bytes: number, attempt: number): Pdf {
  const client = useClient()
  const [pdf, setPdf] = useState(OPENING)
  useEffect(() => {
    let current = true
    setPdf(OPENING)
    const fail = (thrown: unknown) => current && setPdf({ ...OPENING, error: readingError(thrown) })
    const opened = openPdf(client.blob(sha256), bytes, fail)
    opened.document.then((document) => current && setPdf({ document, hold: opened.hold, error: null }), fail)
    return () => {
      current = false
      opened.close()
    }
  }, [client, sha256, bytes, attempt])
  return pdf
}

/** What pdf.js says is kept as the message; it has no remedy of its own. */
export function readingError(thrown: unknown): ErrorInfo {
  if (thrown instanceof SluiceError) return thrown.info
  const { message } = asSluiceError(thrown)
  return new SluiceError('page_unreadable', `expected a page to be drawn, came: ${message}`, {
    remedy: 'Open the file itself to see the page.',
  }).info
}
