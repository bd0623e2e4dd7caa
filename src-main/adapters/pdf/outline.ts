import type { PDFDocumentProxy } from 'pdfjs-dist/legacy/build/pdf.mjs'
import type { OutlineTitle } from './layout/outline-titles.ts'

/** Longer outlines are lists of figures or worse. */
const MAX_ENTRIES = 3000
const MAX_LEVEL = 6

type Entries = Awaited<ReturnType<PDFDocumentProxy['getOutline']>>

/** The outline's titles by the number of the page they lead to. A damaged outline is no outline. */
export async function outlineByPage(document: PDFDocumentProxy): Promise<Map<number, OutlineTitle[]>> {
  const pages = new Map<number, OutlineTitle[]>()
  let left = MAX_ENTRIES
  const walk = async (entries: Entries, level: number): Promise<void> => {
    for (const entry of entries) {
      if (left-- <= 0) return
      const page = await pageOf(document, entry.dest).catch(() => null)
      if (page !== null) pages.set(page, [...(pages.get(page) ?? []), { title: entry.title, level }])
      if (entry.items.length > 0) await walk(entry.items, Math.min(MAX_LEVEL, level + 1))
    }
  }
  await document
    .getOutline()
    .then((entries: Entries | null) => walk(entries ?? [], 1))
    .catch(() => {})
  return pages
}

/** A destination is a name, or a list that begins with a page: its reference or its index. */
async function pageOf(document: PDFDocumentProxy, destination: string | unknown[] | null): Promise<number | null> {
  const explicit: unknown[] | null =
    typeof destination === 'string' ? await document.getDestination(destination) : destination
  const target = explicit?.[0]
  if (typeof target === 'number') return target + 1
  if (typeof target !== 'object' || target === null || !('num' in target)) return null
  const reference = target as Parameters<PDFDocumentProxy['getPageIndex']>[0]
  return document.cachedPageNumber(reference) ?? (await document.getPageIndex(reference)) + 1
}
