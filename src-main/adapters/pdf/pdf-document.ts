import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { PageText } from '../../engine/ports.ts'
import { cleanText } from './layout/clean-text.ts'
import { orderPage, outlinedLines, writePage, type OrderedPage } from './layout/page-layout.ts'
import type { TextItem } from './layout/runs.ts'
import { typographyOf, type Typography } from './layout/typography.ts'
import { outlineByPage } from './outline.ts'
import { takeWarnings, type PageWarnings } from './page-warnings.ts'
import { describe } from './pdf-errors.ts'
import { openPdf } from './pdf-file.ts'

/** The document's typography is judged over so many pages and then fixed. */
const JUDGED_PAGES = 20

/** pdf.js's number for drawing a page without its annotations. */
const ANNOTATIONS_OFF = 0

export interface PdfDocument {
  readonly pages: number
  readonly title: string | null
  /** Text of one page, from 1. A damaged page comes as failed, with the text that could be read; this never rejects. */
  read(page: number): Promise<PageText>
  close(): Promise<void>
}

type Ordered = (OrderedPage & { warnings: PageWarnings }) | { failed: string }

/** `onPage` hears of each page before it is read, so that somebody knows which one never ended. */
export async function openPdfDocument(path: string, onPage: (page: number) => void): Promise<PdfDocument> {
  const file = await openPdf(path)
  const { document } = file
  if (document.numPages < 1) {
    await file.close()
    throw new SluiceError('pdf_corrupt', 'Expected a PDF with pages; came one without any.')
  }
  const [labels, title, outline] = await Promise.all([
    document.getPageLabels().catch(() => null),
    titleOf(document),
    outlineByPage(document),
  ])
  /** Pages that were read to judge the typography, until they are asked for. */
  const judged = new Map<number, Ordered>()
  let typography: Promise<Typography> | undefined

  const order = async (number: number): Promise<Ordered> => {
    onPage(number)
    try {
      const page = await document.getPage(number)
      takeWarnings()
      const { items } = await page.getTextContent()
      const warnings = takeWarnings()
      const { transform, height } = page.getViewport({ scale: 1 })
      page.cleanup()
      const texts: TextItem[] = items.filter((item) => 'str' in item)
      return { ...orderPage(texts, { transform, height }, outline.get(number) ?? []), warnings }
    } catch (thrown) {
      return { failed: describe(thrown) }
    }
  }

  const judge = async (): Promise<Typography> => {
    const lines = []
    for (let number = 1; number <= Math.min(JUDGED_PAGES, document.numPages); number += 1) {
      const page = await order(number)
      judged.set(number, page)
      if (!('failed' in page)) lines.push(outlinedLines(page))
    }
    return typographyOf(lines)
  }

  return {
    pages: document.numPages,
    title,
    read: async (number) => {
      const type = await (typography ??= judge())
      const page = judged.get(number) ?? (await order(number))
      judged.delete(number)
      const label = cleanText(labels?.[number - 1] ?? '').trim() || String(number)
      if ('failed' in page) return failedPage(number, label, page.failed)
      const text = writePage(page, type)
      const { cutShort } = page.warnings
      if (cutShort !== null) return { ...failedPage(number, label, cutShort), text }
      if (text !== '') return { number, label, state: 'text', text, error: null }
      const { hasPicture, brokenStream } = await lookAt(document, number)
      const broken = page.warnings.brokenStream ?? brokenStream
      if (!hasPicture && broken !== null) return failedPage(number, label, broken)
      return { number, label, state: hasPicture ? 'scanned' : 'empty', text: '', error: null }
    },
    close: () => file.close(),
  }
}

/** What pdf.js says when it draws a page without text: pictures are named before they are decoded, so this is cheap. */
async function lookAt(document: PDFDocumentProxy, number: number): Promise<PageWarnings> {
  takeWarnings()
  try {
    const page = await document.getPage(number)
    await page.getOperatorList({ annotationMode: ANNOTATIONS_OFF })
    page.cleanup()
    return takeWarnings()
  } catch (thrown) {
    return { ...takeWarnings(), brokenStream: describe(thrown) }
  }
}

function failedPage(number: number, label: string, reason: string): PageText {
  const { info } = new SluiceError('page_unreadable', `Expected the whole text of page ${label}; came: ${reason}`)
  return { number, label, state: 'failed', text: '', error: info }
}

async function titleOf(document: PDFDocumentProxy): Promise<string | null> {
  const metadata = await document.getMetadata().catch(() => null)
  const title: unknown = metadata && 'Title' in metadata.info ? metadata.info.Title : null
  return typeof title === 'string' ? cleanText(title).trim() || null : null
}
