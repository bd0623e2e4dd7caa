/** How scanners compress: JBIG2 for black and white, JPEG 2000 for the rest. */
export const SCAN_KINDS = ['jbig2', 'jpeg2000'] as const
export type ScanKind = (typeof SCAN_KINDS)[number]

/** Pixels of a scan to each side: its left half is black, its right half white; each second page shows it mirrored. */
const SIDE = 64

/**
 * A PDF as a scanner with text recognition makes it: each page is a picture, and the text lies unseen above it.
 * One page for each kind.
 */
export function recognisedScan(text: string, kinds: readonly ScanKind[]): Buffer {
  const objects: Buffer[] = []
  const add = (dictionary: string, stream?: Buffer): number => {
    const head = stream === undefined ? `<<${dictionary}>>` : `<<${dictionary}/Length ${stream.length}>>stream\n`
    objects.push(
      Buffer.concat([Buffer.from(head), stream ?? Buffer.alloc(0), Buffer.from(stream ? '\nendstream' : '')]),
    )
    return objects.length
  }
  const root = add('/Type/Catalog/Pages 2 0 R')
  const pages = add(`/Type/Pages/Count ${kinds.length}/Kids[${kinds.map((_, i) => `${4 + 3 * i} 0 R`).join(' ')}]`)
  const font = add('/Type/Font/Subtype/Type1/BaseFont/Helvetica')
  for (const [i, kind] of kinds.entries()) {
    const page = objects.length + 1
    const resources = `/Resources<</XObject<</I ${page + 1} 0 R>>/Font<</F ${font} 0 R>>>>`
    add(`/Type/Page/Parent ${pages} 0 R/MediaBox[0 0 400 400]/Contents ${page + 2} 0 R${resources}`)
    const { filter, bits, bytes } = SCANS[kind]
    const size = `/Width ${SIDE}/Height ${SIDE}/ColorSpace/DeviceGray/BitsPerComponent ${bits}`
    add(`/Type/XObject/Subtype/Image/Filter/${filter}${size}`, bytes)
    const words = text.replaceAll(/[()\\]/g, String.raw`\$&`).replaceAll('. ', '.) Tj T* (')
    add(
      '',
      Buffer.from(
        `q ${i % 2 === 0 ? '400 0 0 400 0' : '-400 0 0 400 400'} 0 cm /I Do Q BT /F 9 Tf 3 Tr 20 360 Td 14 TL (${words}) Tj ET`,
      ),
    )
  }
  return assembled(objects, root)
}

function assembled(objects: readonly Buffer[], root: number): Buffer {
  const parts = [Buffer.from('%PDF-1.7\n')]
  const offsets: number[] = []
  let at = parts[0]?.length ?? 0
  const put = (part: Buffer<ArrayBuffer>) => {
    parts.push(part)
    at += part.length
  }
  objects.forEach((body, i) => {
    offsets.push(at)
    put(Buffer.concat([Buffer.from(`${i + 1} 0 obj\n`), body, Buffer.from('\nendobj\n')]))
  })
  const rows = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  put(
    Buffer.from(
      `xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer<</Size ${size}/Root ${root} 0 R>>\nstartxref\n${at}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(parts)
}

/**
 * Source: ITU-T T.88, 7.4: a page, and a generic region coded by MMR, which is T.6. The first line: horizontal mode,
 * no white, 32 black, then white to its end; each further line has its three ends where the line above has them.
 */
function jbig2(): Buffer {
  const bits = ['001', '00110101', '000001101010', '1', '111'.repeat(SIDE - 1), '000000000001'.repeat(2)].join('')
  const data = Buffer.from((bits.match(/.{1,8}/g) ?? []).map((byte) => Number.parseInt(byte.padEnd(8, '0'), 2)))
  const segment = (number: number, type: number, body: Buffer): Buffer =>
    Buffer.concat([words(number), Buffer.from([type, 0, 1]), words(body.length), body])
  const page = Buffer.concat([words(SIDE, SIDE, 0, 0), Buffer.from([0, 0, 0])])
  const region = Buffer.concat([words(SIDE, SIDE, 0, 0), Buffer.from([0, 1]), data])
  return Buffer.concat([segment(0, 48, page), segment(1, 38, region)])
}

/** 32 bits each, as JBIG2 has them. */
function words(...values: number[]): Buffer {
  return Buffer.concat(
    values.map((value) => {
      const bytes = Buffer.alloc(4)
      bytes.writeUInt32BE(value)
      return bytes
    }),
  )
}

/** Written by OpenJPEG, through Pillow: `image.save(file, 'JPEG2000', no_jp2=True)`. */
const JPEG_2000 =
  '/0//UQApAAAAAABAAAAAQAAAAAAAAAAAAAAAQAAAAEAAAAAAAAAAAAABBwEB/1IADAAAAAEABQQEAAH/XAATQEBISFBISFBISFBISFBISFD/ZAAlAAFD' +
  'cmVhdGVkIGJ5IE9wZW5KUEVHIHZlcnNpb24gMi41LjT/kAAKAAAAAABmAAH/k9+AMAlPYFCoUMfaCgAIGJ94v8faEgAXKuE4Ln+i+1DPwEAhbgxkVwnC' +
  'BC8GamDVc/9/z8BkNfI/433LysixWwccvG6+cevYNhsCskGw18faDABe+sU/m/z/2Q=='

const SCANS: Record<ScanKind, { filter: string; bits: number; bytes: Buffer }> = {
  jbig2: { filter: 'JBIG2Decode', bits: 1, bytes: jbig2() },
  jpeg2000: { filter: 'JPXDecode', bits: 8, bytes: Buffer.from(JPEG_2000, 'base64') },
}
