import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'

/** Sentences that name people and places, so that there is something to find; `seed` keeps documents apart. */
export function prose(seed: string): string {
  return (
    `The report of ${seed} was written in Geneva. Marie Curie met Albert Einstein in Brussels in 1911. ` +
    `Marie Curie worked at the University of Paris. Albert Einstein moved from Berlin to Princeton in 1933.`
  )
}

/** A PDF with one page for each text. */
export function pdfOf(texts: readonly string[], options: PDFKit.PDFDocumentOptions = {}): Promise<Buffer> {
  const pdf = new PDFDocument({ ...options, autoFirstPage: false })
  for (const text of texts) pdf.addPage().fontSize(12).text(text)
  return ended(pdf)
}

/** One page of text, and an attachment that makes the file large. */
export function largePdf(size: number): Promise<Buffer> {
  const pdf = new PDFDocument({ compress: false })
  pdf.text(prose('a large file')).file(randomBytes(size), { name: 'attached.bin' })
  return ended(pdf)
}

/** What a scanner gives: a page that is a picture and nothing else. */
export function scannedPdf(): Promise<Buffer> {
  const pdf = new PDFDocument()
  pdf.image(Buffer.from(ONE_PIXEL, 'base64'), 50, 50, { width: 400, height: 600 })
  return ended(pdf)
}

export function encryptedPdf(): Promise<Buffer> {
  return pdfOf([prose('a secret')], { userPassword: 'open sesame', ownerPassword: 'owner', pdfVersion: '1.7' })
}

export async function writeFiles(files: Record<string, Buffer | string>): Promise<void> {
  await Promise.all(Object.entries(files).map(([path, bytes]) => writeFile(path, bytes)))
}

function ended(pdf: InstanceType<typeof PDFDocument>): Promise<Buffer> {
  pdf.end()
  return buffer(pdf)
}

const ONE_PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
