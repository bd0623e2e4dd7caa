import { describe, expect, it } from 'vitest'
import type { PageText } from '../ports/reader.ts'
import { chunkPages } from './chunker.ts'
import { judgeRunningLines } from './running-lines.ts'

function page(number: number, ...blocks: string[]): PageText {
  return { number, label: String(number), state: 'text', text: blocks.join('\n\n'), error: null }
}

const letters = (n: number) => String.fromCharCode(97 + (n % 26)).repeat(5)

function textOf(pages: PageText[]): string {
  return chunkPages({ checkpoint: null, pages, complete: true })
    .chunks.map(({ text }) => text)
    .join('\n\n')
}

describe('running lines', () => {
  it('takes out headers and footers whose page number changes, and joins the text around them', () => {
    const pages = [1, 2, 3, 4].map((n) => page(n, '# Annual Report', `${letters(n)} runs`, `Page ${n} of 4`))
    expect(textOf(pages)).toBe('bbbbb runs ccccc runs ddddd runs eeeee runs')
  })

  it('knows roman page numbers', () => {
    const pages = ['i', 'ii', 'iii', 'iv'].map((n, at) => page(at + 1, `Text ${letters(at)}.`, n))
    expect(textOf(pages)).not.toMatch(/\bi+v?\b/)
  })

  it('finds the header that only left pages have', () => {
    const pages = Array.from({ length: 12 }, (_, n) =>
      n % 2 === 1
        ? page(n + 1, 'The Book', `Left ${letters(n)}.`)
        : page(n + 1, `Chapter ${letters(n)}`, `Right ${letters(n)}.`),
    )
    expect(textOf(pages)).not.toContain('The Book')
    expect(textOf(pages)).toContain('Chapter')
  })

  it('needs three pages', () => {
    expect(judgeRunningLines([page(1, 'Same', 'Anna.'), page(2, 'Same', 'Bert.')])).toEqual([])
  })

  it('leaves long blocks and what stands in the middle of pages', () => {
    const long = 'Long text. '.repeat(30)
    const pages = [1, 2, 3, 4].map((n) =>
      page(n, `${letters(n)} a`, `${letters(n)} b`, 'Middle', `${letters(n)} c`, long),
    )
    expect(judgeRunningLines(pages)).toEqual([])
  })

  it('does not take all the text that a document has', () => {
    const pages = [1, 2, 3, 4, 5].map((n) => page(n, `This is page ${n}`))
    expect(judgeRunningLines(pages)).toEqual([])
  })

  it('is judged over the first 20 pages and then fixed', () => {
    const pages = Array.from({ length: 60 }, (_, n) =>
      page(n + 1, n < 20 ? 'Early' : 'Late', `Text ${letters(n)} ${letters(n * 7 + 3)}.`),
    )
    const text = textOf(pages)
    expect(text).not.toContain('Early')
    expect(text).toContain('Late')
  })
})
