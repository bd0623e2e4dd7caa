import { deflateSync } from 'node:zlib'
import { seededNumbers } from './seeded.ts'

type Numbers = ReturnType<typeof seededNumbers>
/** Makes a hostile file; `good` is a PDF with text to begin from. */
type Kind = (good: Buffer, number: Numbers) => Buffer

/** A PDF of these objects, numbered from 1, of which the first is the catalogue. */
function pdf(objects: string[], trailer = '', startxref?: number): Buffer {
  let body = '%PDF-1.7\n'
  const places = objects.map((object, index) => {
    const at = body.length
    body += `${index + 1} 0 obj\n${object}\nendobj\n`
    return at
  })
  const rows = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  const end = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R ${trailer} >>\nstartxref\n${startxref ?? body.length}\n%%EOF\n`
  return Buffer.from(body + table + end, 'latin1')
}

const CATALOGUE = '<< /Type /Catalog /Pages 2 0 R >>'
const PAGES = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>'
const FONT = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'
const page = (more = '') =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F 5 0 R >> >> /Contents 4 0 R ${more} >>`
const stream = (content: string, dictionary = '') =>
  `<< /Length ${content.length} ${dictionary} >>\nstream\n${content}\nendstream`
const say = (text: string) => `BT /F 12 Tf 72 700 Td (${text}) Tj ET`
/** One page with this content stream. */
const onePage = (content: string, dictionary = '') => pdf([CATALOGUE, PAGES, page(), stream(content, dictionary), FONT])

function randomBytes(number: Numbers, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => number(0, 255)))
}

const KINDS: Record<string, Kind> = {
  empty: () => Buffer.alloc(0),
  'header only': () => Buffer.from('%PDF-1.7\n'),
  'header and noise': (_, number) => Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(number, 4000)]),
  noise: (_, number) => randomBytes(number, 3000),
  'web page': () => Buffer.from('<!doctype html><title>404</title><script>alert(1)</script>'),
  archive: (good) => Buffer.concat([Buffer.from('PK\u0003\u0004', 'latin1'), good]),
  'cut off': (good, number) => good.subarray(0, number(10, good.length - 10)),
  'without its head': (good, number) => good.subarray(number(1, good.length - 1)),
  'noise before': (good, number) => Buffer.concat([randomBytes(number, number(1, 3000)), good]),
  'bytes changed': (good, number) => {
    const bytes = Buffer.from(good)
    for (let n = number(1, 200); n > 0; n -= 1) bytes[number(0, bytes.length - 1)] = number(0, 255)
    return bytes
  },
  'zeros in it': (good, number) => {
    const bytes = Buffer.from(good)
    const from = number(0, bytes.length - 1)
    return bytes.fill(0, from, Math.min(bytes.length, from + number(1, 500)))
  },
  'table elsewhere': (_, number) => pdf([CATALOGUE, PAGES, page(), stream(say('Here.')), FONT], '', number(0, 100_000)),
  'table that precedes itself': () => {
    const once = pdf([CATALOGUE, PAGES, page(), stream(say('Here.')), FONT]).toString('latin1')
    const at = once.indexOf('xref\n0 ')
    return pdf([CATALOGUE, PAGES, page(), stream(say('Here.')), FONT], `/Prev ${at}`)
  },
  'pages that hold themselves': () =>
    pdf([CATALOGUE, '<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>', page(), stream(''), FONT]),
  'two thousand million pages': () =>
    pdf([CATALOGUE, '<< /Type /Pages /Kids [3 0 R] /Count 2147483647 >>', page(), stream(say('One.')), FONT]),
  'one page three hundred times': () =>
    pdf([CATALOGUE, `<< /Type /Pages /Kids [${'3 0 R '.repeat(300)}] /Count 300 >>`, page(), stream(say('So.')), FONT]),
  'no pages': () => pdf([CATALOGUE, '<< /Type /Pages /Kids [] /Count 0 >>']),
  'words for objects': (_, number) =>
    pdf([CATALOGUE, ['(pages)', '17', 'null', 'true', '[1 2 3]', '/Pages', '<< >>'][number(0, 6)] ?? '']),
  'deep brackets': (_, number) => onePage('['.repeat(number(1000, 100_000))),
  'deep brackets in an object': (_, number) =>
    pdf([CATALOGUE, PAGES, page(`/X ${'['.repeat(number(1000, 50_000))}`), stream(say('Here.')), FONT]),
  'a drawing that draws itself': () =>
    pdf([
      CATALOGUE,
      PAGES,
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >> /Contents 4 0 R >>',
      stream('/X Do'),
      FONT,
      stream('/X Do /X Do', '/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 6 0 R >> >>'),
    ]),
  bomb: (_, number) => {
    const packed = deflateSync(Buffer.alloc(number(5, 30) << 20, ' ')).toString('latin1')
    return onePage(packed, '/Filter /FlateDecode')
  },
  'text bomb': (_, number) => {
    const packed = deflateSync(say('word ').repeat(number(20_000, 60_000))).toString('latin1')
    return onePage(packed, '/Filter /FlateDecode')
  },
  'many filters': () => onePage('x'.repeat(100), `/Filter [${'/FlateDecode '.repeat(500)}]`),
  'unknown filter': () => onePage(say('Here.'), '/Filter /Rot13'),
  'wrong length': (_, number) =>
    pdf([CATALOGUE, PAGES, page(), `<< /Length ${number(0, 99_999_999)} >>\nstream\n${say('So.')}\nendstream`, FONT]),
  'length that is itself': () => pdf([CATALOGUE, PAGES, page(), '<< /Length 4 0 R >>\nstream\nBT ET\nendstream', FONT]),
  'a page without end': () =>
    pdf([CATALOGUE, PAGES, page('/MediaBox [0 0 1e38 1e38] /UserUnit 1e9'), stream(say('Wide.')), FONT]),
  'a lock of another kind': () =>
    pdf(
      [CATALOGUE, PAGES, page(), stream(say('Here.')), FONT, '<< /Filter /Standard /V 99 /R 99 /O (x) /U (y) /P -1 >>'],
      '/Encrypt 6 0 R /ID [(a) (a)]',
    ),
  'actions at opening': () =>
    pdf([
      '<< /Type /Catalog /Pages 2 0 R /OpenAction << /S /JavaScript /JS (app.alert\\(1\\); while\\(true\\);) >> >>',
      PAGES,
      page('/AA << /O << /S /Launch /F (/bin/sh) >> >>'),
      stream(say('Here.')),
      FONT,
    ]),
  'signs that are none': (_, number) =>
    onePage(say(Array.from({ length: 300 }, () => `\\${number(0, 0o377).toString(8).padStart(3, '0')}`).join(''))),
  'a name of markup': () =>
    onePage(say('<img src=x onerror=alert\\(1\\)> & \\357\\277\\276 {{7*7}} ${7*7} ../../etc/passwd')),
  'numbers out of range': (_, number) =>
    onePage(`${say('Here.')} ${'9'.repeat(number(20, 5000))} -${'9'.repeat(400)} 0 0 1e999 -1e999 cm ${say('There.')}`),
}

/** So many hostile files, of each kind in turn: the same for the same seed. Each is named by what is wrong with it. */
export function hostileFiles(count: number, seed: number, good: Buffer): { name: string; bytes: Buffer }[] {
  const number = seededNumbers(seed)
  const kinds = Object.entries(KINDS)
  const first = number(0, kinds.length - 1)
  return Array.from({ length: count }, (_, n) => {
    const [name, make] = kinds[(first + n) % kinds.length] as [string, Kind]
    const bytes = make(good, number)
    // No two are the same file.
    const own = bytes.length === 0 ? bytes : Buffer.concat([bytes, Buffer.from(`\n% ${n}\n`)])
    return { name: `${String(n).padStart(3, '0')} ${name}.pdf`, bytes: own }
  })
}
