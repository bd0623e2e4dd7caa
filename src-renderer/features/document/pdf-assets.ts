/** What pdf.js loads besides its worker, by path: the build gives each file an address of its own. */
const addresses: Record<string, string> = import.meta.glob(
  [
    '../../../node_modules/pdfjs-dist/cmaps/*.bcmap',
    '../../../node_modules/pdfjs-dist/standard_fonts/*.{pfb,ttf}',
    '../../../node_modules/pdfjs-dist/wasm/{jbig2,openjpeg}.wasm',
  ],
  { eager: true, import: 'default', query: '?url&no-inline' },
)

const byName = new Map(Object.entries(addresses).map(([path, url]) => [path.slice(path.lastIndexOf('/') + 1), url]))

/**
 * Character maps, standard fonts and picture decoders for pdf.js. It would build their addresses from a folder, but
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
