import { readFile } from 'node:fs/promises'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

/** The text of a page as pdf.js alone gives it, without any white space: hyphens, columns and lines do not count. */
export async function pageText(path: string, page: number): Promise<string> {
  const task = getDocument({ data: new Uint8Array(await readFile(path)), verbosity: 0 })
  try {
    const { items } = await (await (await task.promise).getPage(page)).getTextContent()
    return withoutSpace(items.map((item) => ('str' in item ? item.str : '')).join(''))
  } finally {
    await task.destroy()
  }
}

export function withoutSpace(text: string): string {
  return text.normalize('NFKC').replace(/[\s\u00ad-]/gu, '')
}
