import 'pdfjs-dist/legacy/build/pdf.worker.mjs'
import { open, type FileHandle } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, sep } from 'node:path'
import { getDocument, type PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { NO_PICTURES, VERBOSITY_INFOS } from './page-warnings.ts'
import { FileRange } from './file-range.ts'

/** A document opened by pdf.js over a file. */
export interface PdfFile {
  document: PDFDocumentProxy
  close(): Promise<void>
}

/** Some producers put a few lines before the mark; readers look for it in this many bytes. */
const HEADER_BYTES = 1024
/** A few large reads are faster than many small ones; pages seldom need more. */
const RANGE_BYTES = 256 * 1024
/**
 * Read at once. Most documents are smaller and given whole: of one in parts pdf.js asks for every byte whether it is
 * there yet, which costs a tenth of the pace.
 */
const HEAD_BYTES = 16 * 1024 * 1024

const assets = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
const folderOf = (name: string): string => `${assets}${sep}${name}${sep}`

/**
 * Opens with no code of the document run and nothing fetched: no scripts, no XFA, no fonts of the system; character
 * maps and standard fonts come from the package, since without them some widths and all CJK text are wrong.
 */
export async function openPdf(path: string): Promise<PdfFile> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const head = await readHead(file, Math.min(size, HEAD_BYTES))
    checkHeader(head)
    const { promise: broken, reject } = Promise.withResolvers<never>()
    broken.catch(() => {})
    const parts = (head: Uint8Array) => ({
      range: new FileRange(file, size, head, (thrown) => {
        reject(thrown)
        void task.destroy()
      }),
      rangeChunkSize: RANGE_BYTES,
      disableAutoFetch: true,
      disableStream: true,
    })
    const task = getDocument({
      ...(head.length === size ? { data: head } : parts(head)),
      cMapUrl: folderOf('cmaps'),
      cMapPacked: true,
      standardFontDataUrl: folderOf('standard_fonts'),
      wasmUrl: folderOf('wasm'),
      iccUrl: folderOf('iccs'),
      useSystemFonts: false,
      disableFontFace: true,
      enableXfa: false,
      stopAtErrors: false,
      maxImageSize: NO_PICTURES,
      verbosity: VERBOSITY_INFOS,
    })
    const document = await Promise.race([task.promise, broken])
    return {
      document,
      close: async () => {
        await task.destroy()
        await file.close()
      },
    }
  } catch (thrown) {
    await file.close()
    throw thrown
  }
}

async function readHead(file: FileHandle, bytes: number): Promise<Uint8Array> {
  const head = new Uint8Array(bytes)
  const { bytesRead } = await file.read(head, 0, bytes, 0)
  return head.subarray(0, bytesRead)
}

function checkHeader(head: Uint8Array): void {
  const start = Buffer.from(head.buffer, 0, Math.min(head.length, HEADER_BYTES))
  if (start.includes('%PDF-')) return
  const came = JSON.stringify(start.toString('latin1', 0, 12))
  throw new SluiceError('not_a_pdf', `Expected a file that begins with %PDF-; came one that begins with ${came}.`)
}
