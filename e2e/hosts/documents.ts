import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import PDFDocument from 'pdfkit'
import { seededNumbers } from './seeded.ts'

/** Sentences that name people and places, so that there is something to find; `seed` keeps documents apart. */
export function prose(seed: string): string {
  return (
    `The report of ${seed} was written in Geneva. Marie Curie met Albert Einstein in Brussels in 1911. ` +
    `Marie Curie worked at the University of Paris. Albert Einstein moved from Berlin to Princeton in 1933.`
  )
}

const NAMES = ['Ada', 'Boris', 'Clara', 'Dmitri', 'Elsa', 'Farid', 'Greta', 'Hugo', 'Ines', 'Jonas']
const SURNAMES = ['Abbot', 'Berger', 'Castell', 'Dorn', 'Ekman', 'Falk', 'Granger', 'Holm', 'Ivers', 'Jansen']
const CITIES = ['Geneva', 'Brussels', 'Lisbon', 'Prague', 'Dublin', 'Bergen', 'Turin', 'Krakow']

/** At least so much text of who met whom, where and when: the same people in all, another text for each seed. */
export function meetings(seed: number, characters: number): string {
  const number = seededNumbers(seed)
  const one = (of: readonly string[]) => of[number(0, of.length - 1)]
  const person = () => `${one(NAMES)} ${one(SURNAMES)}`
  let text = ''
  for (let entry = 1; text.length < characters; entry += 1) {
    text += `Entry ${entry} of page ${seed}: ${person()} met ${person()} in ${one(CITIES)} in ${number(1850, 1950)}. `
  }
  return text
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
