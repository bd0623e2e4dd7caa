import PDFDocument from 'pdfkit'
import type { Section } from './message-text.ts'
import { flow, type Measure, type Page, type Paragraph, type Style } from './page-flow.ts'

export interface Message {
  year: number
  president: string
  /** The day it was sent to Congress. */
  date: string
  sections: Section[]
}

export interface Sample {
  title: string
  author: string
  messages: Message[]
  /** A title page and a table of contents, numbered in roman figures. */
  frontMatter: boolean
}

/** Fixed, so that the same text gives the same bytes. */
const MADE_AT = new Date('2025-01-01T00:00:00Z')

const PAGE = { width: 612, height: 792 }
const MEASURE: Measure = { left: 90, top: 100, width: 432, height: 600 }
const HEADER_Y = 60
const FOOTER_Y = 724

const plain = { spaceBefore: 0, firstIndent: 0, justified: false }
const STYLES = {
  body: { font: 'Times-Roman', size: 11.5, leading: 15, spaceBefore: 0, firstIndent: 18, justified: true },
  chapter: { ...plain, font: 'Times-Bold', size: 20, leading: 26 },
  byline: { ...plain, font: 'Times-Italic', size: 12, leading: 24, spaceBefore: 4 },
  section: { ...plain, font: 'Times-Bold', size: 14, leading: 22, spaceBefore: 14 },
  title: { ...plain, font: 'Times-Bold', size: 26, leading: 34 },
  contents: { ...plain, font: 'Times-Roman', size: 12, leading: 19 },
  running: { ...plain, font: 'Times-Italic', size: 10, leading: 12 },
  folio: { ...plain, font: 'Times-Roman', size: 10, leading: 12 },
} satisfies Record<string, Style>

/** Sets the messages as a book of its time might have: headings, outline, running header, numbered pages. */
export async function samplePdf(sample: Sample): Promise<Buffer> {
  const document = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    margin: 0,
    autoFirstPage: false,
    lang: 'en-US',
    displayTitle: true,
    info: { Title: sample.title, Author: sample.author, CreationDate: MADE_AT, ModDate: MADE_AT },
  })
  const bytes = collect(document)
  const widthOf = (text: string, style: Style): number =>
    document.font(style.font).fontSize(style.size).widthOfString(text)
  const pages = flow(sample.messages.flatMap(paragraphsOf), MEASURE, widthOf)

  const draw = (text: string, x: number, y: number, style: Style, wordSpacing = 0): void => {
    document.font(style.font).fontSize(style.size).text(text, x, y, { lineBreak: false, wordSpacing })
  }
  const centred = (text: string, y: number, style: Style): void =>
    draw(text, (PAGE.width - widthOf(text, style)) / 2, y, style)

  const frontPages = sample.frontMatter ? drawFront(document, sample, pages, draw, centred) : 0
  const outline: { level: number; entry: PDFKit.PDFOutline }[] = [{ level: 0, entry: document.outline }]
  for (const [i, page] of pages.entries()) {
    document.addPage()
    if (page.headings.every((heading) => heading.level > 1)) centred(sample.title, HEADER_Y, STYLES.running)
    centred(String(i + 1), FOOTER_Y, STYLES.folio)
    for (const { text, x, y, style, wordSpacing } of page.lines) draw(text, x, y, style, wordSpacing)
    for (const { title, level } of page.headings) {
      while ((outline.at(-1)?.level ?? 0) >= level) outline.pop()
      const parent = outline.at(-1)?.entry
      if (parent) outline.push({ level, entry: parent.addItem(title) })
    }
  }
  labelPages(document, frontPages)
  document.end()
  return bytes
}

function paragraphsOf(message: Message): Paragraph[] {
  const { chapter, byline, section, body } = STYLES
  const { year, president, date } = message
  return [
    { text: `Annual message of ${year}`, style: chapter, level: 1, onNewPage: true },
    { text: `${president}, ${date}`, style: byline, level: null, onNewPage: false },
    ...message.sections.flatMap(({ heading, paragraphs }): Paragraph[] => [
      ...(heading === '' ? [] : [{ text: heading, style: section, level: 2, onNewPage: false }]),
      ...paragraphs.map((text) => ({ text, style: body, level: null, onNewPage: false })),
    ]),
  ]
}

type Draw = (text: string, x: number, y: number, style: Style) => void
type Centred = (text: string, y: number, style: Style) => void

/** Title page and contents; returns how many pages they take. */
function drawFront(
  document: PDFKit.PDFDocument,
  sample: Sample,
  pages: readonly Page[],
  draw: Draw,
  centred: Centred,
): number {
  document.addPage()
  centred(sample.title, 260, STYLES.title)
  centred(sample.author, 320, STYLES.byline)
  let count = 1
  let y = Infinity
  for (const [i, page] of pages.entries()) {
    for (const { title, level } of page.headings) {
      if (y > MEASURE.top + MEASURE.height) {
        document.addPage()
        count += 1
        centred('Contents', MEASURE.top, STYLES.chapter)
        y = MEASURE.top + 48
      }
      draw(title, MEASURE.left + (level - 1) * 18, y, STYLES.contents)
      const folio = String(i + 1)
      draw(folio, MEASURE.left + MEASURE.width - document.widthOfString(folio), y, STYLES.contents)
      y += STYLES.contents.leading
    }
  }
  return count
}

/** What pdfkit's types do not tell: the catalogue, and that a reference ends without a last chunk. */
interface Catalogue {
  _root: { data: Record<string, unknown> }
  ref(data: object): { end(): void }
}

/** What people cite: i, ii, … for the front matter, then 1, 2, …; pdfkit has no call for it. */
function labelPages(document: PDFKit.PDFDocument, frontPages: number): void {
  const arabic = [frontPages, { S: 'D' }]
  const catalogue = document as unknown as Catalogue
  const labels = catalogue.ref({ Nums: frontPages > 0 ? [0, { S: 'r' }, ...arabic] : arabic })
  labels.end()
  catalogue._root.data['PageLabels'] = labels
}

async function collect(document: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of document) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
