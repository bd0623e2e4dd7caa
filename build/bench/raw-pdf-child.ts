/**
 * Reads the text of every page with nothing but pdf.js, as its own example does, and tells how long it took: what our
 * reader is compared with. One path a message.
 */
import { readFile } from 'node:fs/promises'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

process.on('disconnect', () => process.exit(0))
process.on('message', (path: string) => {
  void read(path).then((result) => process.send?.(result))
})

export interface RawReading {
  ms: number
  pages: number
  characters: number
}

async function read(path: string): Promise<RawReading> {
  const began = performance.now()
  const task = getDocument({ data: new Uint8Array(await readFile(path)), verbosity: 0 })
  const document = await task.promise
  let characters = 0
  for (let number = 1; number <= document.numPages; number += 1) {
    const page = await document.getPage(number)
    const { items } = await page.getTextContent()
    for (const item of items) if ('str' in item) characters += item.str.length
    page.cleanup()
  }
  const pages = document.numPages
  await task.destroy()
  return { ms: performance.now() - began, pages, characters }
}
