import { OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { takeDamage } from './damage.ts'
import { openPdf, type PdfFile } from './pdf-file.ts'
import { describe } from './pdf-errors.ts'

/** Why a page has no text: it holds pictures, it holds nothing, or it is damaged. */
export type Textless = { state: 'scanned' } | { state: 'empty' } | { state: 'failed'; reason: string }

const ANNOTATIONS_OFF = 0

const PICTURES = new Set<number>([
  OPS.paintImageXObject,
  OPS.paintInlineImageXObject,
  OPS.paintInlineImageXObjectGroup,
  OPS.paintImageXObjectRepeat,
  OPS.paintImageMaskXObject,
  OPS.paintImageMaskXObjectGroup,
  OPS.paintImageMaskXObjectRepeat,
  OPS.paintSolidColorImageMask,
])

export interface PageProbe {
  look(page: number): Promise<Textless>
  close(): Promise<void>
}

/**
 * Looks at pages without text. It has the document open a second time, strictly: where the lenient reader passes over
 * damage in silence this one reports it, and a picture is met as "too large" before it is decoded, so that telling a
 * scan from a blank page costs no pixels.
 */
export function createPageProbe(path: string): PageProbe {
  let strict: Promise<PdfFile> | undefined
  return {
    look: async (number) => {
      try {
        strict ??= openPdf(path, { stopAtErrors: true, maxImageSize: 0 })
        const page = await (await strict).document.getPage(number)
        try {
          takeDamage()
          const { fnArray } = await page.getOperatorList({ annotationMode: ANNOTATIONS_OFF })
          const { stream } = takeDamage()
          if (stream !== null) return { state: 'failed', reason: stream }
          return { state: fnArray.some((operation) => PICTURES.has(operation)) ? 'scanned' : 'empty' }
        } finally {
          page.cleanup()
        }
      } catch (thrown) {
        const reason = describe(thrown)
        return /image exceeded maximum/i.test(reason) ? { state: 'scanned' } : { state: 'failed', reason }
      }
    },
    close: async () => {
      const file = await strict?.catch(() => null)
      await file?.close()
    },
  }
}
