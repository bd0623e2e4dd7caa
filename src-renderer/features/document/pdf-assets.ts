/** What pdf.js loads besides its worker, by path: the build gives each file an address of its own. */
const addresses: Record<string, string> = import.meta.glob(
  ['../../../node_modules/pdfjs-dist/cmaps/*.bcmap', '../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}'],
  { eager: true, import: 'default', query: '?url&no-inline' },
)

const byName = new Map(Object.entries(addresses).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1), url]))

/**
 * The decoders of scanned pictures as plain scripts, since the page's security policy lets nothing compile WebAssembly.
 * The worker imports them by their own names from this folder, so the build keeps them.
 */
const decoders: Record<string, string> = import.meta.glob('../../../node_modules/pdfjs-dist/wasm/*_fallback.js', {
  eager: true,
  import: 'default',
  query: '?url&no-inline',
})
const [decoder = ''] = Object.values(decoders)
export const DECODER_FOLDER = new URL('.', new URL(decoder, location.href)).href

/**
 * Character maps and standard fonts for pdf.js. It would build their addresses from a folder, but
 * built files have hashed names.
 */
export class PdfAssets {
  async fetch({ filename }: { kind: string; filename: string }): Promise<Uint8Array> {
    const url = byName.get(filename)
    if (url === undefined) throw new Error(`expected ${filename} among the files of pdf.js, found none`)
    const response = await fetch(url)
    if (!response.ok) throw new Error(`expected ${filename}, came HTTP ${response.status}`)
    return new Uint8Array(await response.arrayBuffer())
  }
}
