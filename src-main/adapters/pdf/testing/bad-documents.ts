import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'
import PDFDocument from 'pdfkit'
import type { ReaderDocuments } from '../../../engine/testing/reader-suite.ts'

/** Writes the documents of the reader's suite into `folder`. */
export async function writeBadDocuments(folder: string): Promise<ReaderDocuments> {
  mkdirSync(folder, { recursive: true })
  const write = (name: string, bytes: Uint8Array | string): string => {
    const path = join(folder, `${name}.pdf`)
    writeFileSync(path, bytes)
    return path
  }
  const three = await pages(3)
  return {
    whole: write('whole', await pages(80, { info: { Title: 'Eighty pages' } })),
    truncated: write('truncated', three.subarray(0, three.length / 2)),
    garbage: write('garbage', 'PK\u0003\u0004 this is another kind of file'),
    encrypted: write('encrypted', await pages(1, { userPassword: 'secret', ownerPassword: 'owner' })),
    scanned: write('scanned', await scanned()),
    blank: write('blank', await pages(3, {}, [2])),
    vast: write('vast', await vast()),
    damagedPage: write('damaged-page', damage(three, 2)),
    endless: write('endless', endless()),
    bloated: write('bloated', bloated()),
    hungry: write('hungry', hungry()),
    missing: join(folder, 'missing.pdf'),
  }
}

async function pages(count: number, options: PDFKit.PDFDocumentOptions = {}, blank: number[] = []): Promise<Buffer> {
  const document = new PDFDocument({ autoFirstPage: false, ...options })
  const bytes = collect(document)
  for (let page = 1; page <= count; page += 1) {
    document.addPage()
    if (!blank.includes(page)) document.text(`This is page ${page}. `.repeat(30))
  }
  document.end()
  return bytes
}

/** Pages with a picture each: a grey pixel, blown up. */
async function scanned(): Promise<Buffer> {
  const pixel = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
    'base64',
  )
  const document = new PDFDocument({ autoFirstPage: false })
  const bytes = collect(document)
  for (let page = 1; page <= 2; page += 1) document.addPage().image(pixel, 0, 0, { width: 600, height: 790 })
  document.end()
  return bytes
}

/** A page, twenty megabytes that nobody asks for, and two pages more. */
async function vast(): Promise<Buffer> {
  const document = new PDFDocument({ compress: false })
  const bytes = collect(document)
  document.text('This is page 1.')
  document.file(Buffer.alloc(20 * 2 ** 20, 'x'), { name: 'attached.txt' })
  for (let page = 2; page <= 3; page += 1) document.addPage().text(`This is page ${page}.`)
  document.end()
  return bytes
}

/** Spoils the packed text of one page. */
function damage(pdf: Buffer, page: number): Buffer {
  const spoilt = Buffer.from(pdf)
  const streams = [...pdf.toString('latin1').matchAll(/(?<!end)stream\n/g)]
  const at = streams[page - 1]?.index
  if (at === undefined) throw new Error(`Expected a stream for page ${page}; came ${streams.length} streams.`)
  spoilt.fill('?', at + 'stream\n'.length, at + 'stream\n'.length + 12)
  return spoilt
}

/** A form that draws a form ten times that draws a form ten times …: 10^12 letters, in a kilobyte. */
function endless(): Buffer {
  const depth = 12
  const first = 5
  const form = (content: string, resources: string): string =>
    stream(`/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << ${resources} >>`, Buffer.from(content))
  const forms = Array.from({ length: depth }, (_, i) =>
    i === depth - 1
      ? form('BT /F 9 Tf (x) Tj ET', '/Font << /F 4 0 R >>')
      : form('/X Do '.repeat(10), `/XObject << /X ${first + i + 1} 0 R >>`),
  )
  return onePage(Buffer.from('/X Do'), `/XObject << /X ${first} 0 R >>`, forms)
}

/** Five hundred megabytes of white space, packed into half a megabyte: memory that no cap of the heap counts. */
function bloated(): Buffer {
  return onePage(Buffer.alloc(500_000_000, ' '), '/Font << /F 4 0 R >>', [])
}

/** One list of twenty million texts: more than any sane heap. */
function hungry(): Buffer {
  return onePage(Buffer.from(`BT /F 9 Tf [${'(a)'.repeat(20_000_000)}] TJ ET`), '/Font << /F 4 0 R >>', [])
}

/** Objects 1 to 3 are catalogue, pages and page, 4 the font, then `others`, last the content. */
function onePage(content: Buffer, resources: string, others: readonly string[]): Buffer {
  const last = 5 + others.length
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << ${resources} >> /Contents ${last} 0 R >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...others,
    stream('', content),
  ]
  let pdf = '%PDF-1.7\n'
  const offsets = objects.map((object, i) => {
    const offset = pdf.length
    pdf += `${i + 1} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  pdf += `xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R >>\n`
  return Buffer.from(`${pdf}startxref\n${pdf.indexOf('xref\n0 ')}\n%%EOF`, 'latin1')
}

function stream(entries: string, content: Buffer): string {
  const packed = deflateSync(content).toString('latin1')
  return `<< ${entries} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n${packed}\nendstream`
}

async function collect(document: PDFKit.PDFDocument): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of document) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
