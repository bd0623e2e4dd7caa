import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inflateSync } from 'node:zlib'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { describe, expect, it } from 'vitest'
import { samplePdf } from './sample-pdf.ts'
import { samples } from './samples.ts'

const MEGABYTE = 1024 * 1024

describe('samples', () => {
  const all = Object.entries(samples())

  it.each(all)('%s comes out the same each time, and small', async (_name, sample) => {
    const [first, second] = [await samplePdf(sample), await samplePdf(sample)]
    expect(first.equals(second)).toBe(true)
    expect(first.length).toBeLessThan(0.8 * MEGABYTE)
  })

  it.each(all)('%s in the folder is what its texts give', async (name, sample) => {
    const committed = contents(readFileSync(join(import.meta.dirname, name)))
    expect(committed === contents(await samplePdf(sample))).toBe(true)
  })

  it.each([
    ['Annual message 1800.pdf', 2, 3],
    ['Annual message 1901.pdf', 30, 40],
    ['Annual messages 1905-1908.pdf', 100, 200],
  ])('%s has %i to %i pages, each with its number, and an outline', async (name, least, most) => {
    const data = new Uint8Array(readFileSync(join(import.meta.dirname, name)))
    const task = getDocument({ data, verbosity: 0 })
    const document = await task.promise
    expect(document.numPages).toBeGreaterThanOrEqual(least)
    expect(document.numPages).toBeLessThanOrEqual(most)
    expect(await document.getOutline()).not.toEqual([])
    const last = await document.getPage(document.numPages)
    const words = (await last.getTextContent()).items.map((item) => ('str' in item ? item.str.trim() : ''))
    const labels = await document.getPageLabels()
    expect(words).toContain(labels?.at(-1) ?? String(document.numPages))
    await task.destroy()
  })

  it('names its sections, and cuts none of the words', () => {
    const message = samples()['Annual message 1901.pdf']?.messages[0]
    const headings = message?.sections.map((section) => section.heading) ?? []
    expect(headings).toContain('Supervision of the corporations')
    const words = message?.sections.flatMap((section) => section.paragraphs).join(' ')
    expect(words).toMatch(/^To the Senate and House of Representatives: The Congress assembles this year/)
    expect(words?.length).toBeGreaterThan(115_000)
  })
})

/** What a PDF holds, without what the compressor of a platform decides: lengths, offsets, packed bytes. */
function contents(pdf: Buffer): string {
  const text = pdf.toString('latin1')
  return text
    .slice(0, text.lastIndexOf('xref\n0'))
    .replace(/\/Length \d+/g, '')
    .replace(/stream\n([\s\S]*?)\nendstream/g, (_, packed: string) =>
      inflateSync(Buffer.from(packed, 'latin1')).toString('latin1'),
    )
}
