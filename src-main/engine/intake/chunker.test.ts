import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { PageText } from '../ports/reader.ts'
import type { ChunkCheckpoint, CutChunk } from './chunker.ts'
import { chunkPages, parseCheckpoint } from './chunker.ts'
import { estimateTokens } from './token-estimate.ts'

function pagesOf(texts: string[]): PageText[] {
  return texts.map((text, index) => {
    const number = index + 1
    return { number, label: String(number), state: text === '' ? 'empty' : 'text', text, error: null }
  })
}

function chunkAll(pages: PageText[]): CutChunk[] {
  return chunkPages({ checkpoint: null, pages, complete: true }).chunks
}

/** What must survive chunking: the letters, without white space and heading marks. */
function bare(text: string): string {
  return text.replace(/^#+ /gm, '').replace(/\s+/g, '')
}

/** A deterministic stream of numbers below `below`, so that long texts shrink to one seed. */
function numbers(seed: number): (below: number) => number {
  let state = seed + 1
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

function sentence(next: (below: number) => number): string {
  const words = Array.from({ length: 4 + next(24) }, () => (next(9) + 11).toString(36) + next(99999).toString(36))
  return `W${words.join(' ')}.`
}

function paragraph(next: (below: number) => number, sentences = 1 + next(9)): string {
  return Array.from({ length: sentences }, () => sentence(next)).join(' ')
}

/** Pages of prose with headings here and there. */
function prose(seed: number, pages: number, headingEvery = 6): string[] {
  const next = numbers(seed)
  return Array.from({ length: pages }, () =>
    Array.from({ length: 3 + next(4) }, () =>
      next(headingEvery) === 0 ? `${'#'.repeat(1 + next(3))} H${sentence(next).slice(0, 40)}` : paragraph(next),
    ).join('\n\n'),
  )
}

const anyBlock = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0, max: 9999 }).map((seed) => paragraph(numbers(seed))) },
  {
    weight: 2,
    arbitrary: fc.integer({ min: 0, max: 9999 }).map((n) => `${'#'.repeat((n % 6) + 1)} Heading ${n.toString(36)}`),
  },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 9000 }).map((n) => 'x'.repeat(n)) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 3000 }).map((n) => '漢字。'.repeat(n)) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 2000 }).map((n) => 'of the 😀 and '.repeat(n)) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => text.replace(/[#\s-]/gu, '')) },
)
const anyPages = fc
  .array(
    fc.array(anyBlock, { maxLength: 6 }).map((blocks) => blocks.join('\n\n')),
    { minLength: 1, maxLength: 12 },
  )
  .map(pagesOf)

describe('chunkPages', () => {
  it('keeps every chunk between 300 and 1,400 tokens, but the only one of a short document', () => {
    fc.assert(
      fc.property(anyPages, (pages) => {
        const chunks = chunkAll(pages)
        for (const { text } of chunks) {
          expect(text).toBe(text.trim())
          expect(estimateTokens(text)).toBeLessThanOrEqual(1400)
          if (chunks.length > 1) expect(estimateTokens(text)).toBeGreaterThanOrEqual(300)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('loses nothing and repeats nothing', () => {
    fc.assert(
      fc.property(anyPages, (pages) => {
        // each page is one of its kind here, so nothing can be taken for a running line
        const told = pages.map((page) => ({
          ...page,
          text: page.text && `T${page.number.toString(2)}e.\n\n${page.text}`,
        }))
        const distinct = told.length < 3 ? told : told.slice(0, 2)
        const joined = chunkAll(distinct).map(({ text }) => text)
        expect(bare(joined.join('\n\n'))).toBe(bare(distinct.map(({ text }) => text).join('\n\n')))
      }),
    )
    const long = pagesOf(prose(7, 100))
    expect(
      bare(
        chunkAll(long)
          .map(({ text }) => text)
          .join(''),
      ),
    ).toBe(bare(long.map(({ text }) => text).join('\n\n')))
  })

  it('covers each chunk with the spans of its pages, in order and without a hole', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 1, max: 30 }), (seed, count) => {
        const pages = pagesOf(prose(seed, count))
        for (const { text, spans } of chunkAll(pages)) {
          expect(spans[0]?.start).toBe(0)
          expect(spans.at(-1)?.end).toBe(text.length)
          for (const [index, span] of spans.entries()) {
            expect(span.end).toBeGreaterThan(span.start)
            const after = spans[index + 1]
            if (after) {
              expect(after.start).toBe(span.end)
              expect(after.page).toBeGreaterThan(span.page)
            }
            expect(bare(pages[span.page - 1]?.text ?? '')).toContain(bare(text.slice(span.start, span.end)))
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  it('knows the pages of a paragraph that is longer than a chunk', () => {
    const pages = pagesOf(Array.from({ length: 9 }, (_, n) => `page${n}x `.repeat(100 + 70 * n)))
    const chunks = chunkAll(pages)
    expect(chunks.length).toBeGreaterThan(3)
    for (const { text, spans } of chunks) {
      for (const { page, start, end } of spans) {
        expect(new Set(text.slice(start, end).trim().split(' '))).toEqual(new Set([`page${page - 1}x`]))
      }
    }
  })

  it('gives the same chunks however the pages come, and from any stored checkpoint', () => {
    fc.assert(
      fc.property(anyPages, fc.nat(), fc.array(fc.integer({ min: 1, max: 9 })), (some, seed, portions) => {
        const tail = pagesOf(prose(seed, 30)).map((page) => ({ ...page, number: page.number + some.length }))
        const pages = [...some, ...tail]
        const chunks: CutChunk[] = []
        let stored: string | null = null
        let fed = 0
        for (let turn = 0; fed < pages.length; turn++) {
          const until = stored === null ? 20 + (portions[0] ?? 0) : fed + (portions[turn % portions.length] ?? 1)
          const checkpoint: ChunkCheckpoint | null = stored === null ? null : parseCheckpoint(stored)
          expect(checkpoint?.page ?? 1).toBe(fed + 1)
          const slice = pages.slice(fed, until)
          const step = chunkPages({ checkpoint, pages: slice, complete: until >= pages.length })
          chunks.push(...step.chunks)
          stored = JSON.stringify(step.checkpoint)
          fed += slice.length
        }
        expect(chunks).toEqual(chunkAll(pages))
      }),
      { numRuns: 25 },
    )
  })

  it('also ends by an empty last portion', () => {
    const pages = pagesOf(prose(3, 40))
    const first = chunkPages({ checkpoint: null, pages, complete: false })
    const last = chunkPages({ checkpoint: first.checkpoint, pages: [], complete: true })
    expect([...first.chunks, ...last.chunks]).toEqual(chunkAll(pages))
    expect(last.checkpoint?.pending).toEqual([])
  })

  it('waits for 20 pages or the complete document', () => {
    const pages = pagesOf(prose(5, 20))
    expect(chunkPages({ checkpoint: null, pages: pages.slice(0, 19), complete: false })).toEqual({
      chunks: [],
      checkpoint: null,
    })
    expect(chunkPages({ checkpoint: null, pages, complete: false }).chunks.length).toBeGreaterThan(0)
  })

  it('has a mean size near 900 tokens on plain prose', () => {
    const sizes = [1, 2, 3, 4].flatMap((seed) =>
      chunkAll(pagesOf(prose(seed, 100, 1000))).map(({ text }) => estimateTokens(text)),
    )
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
    expect(mean).toBeGreaterThan(800)
    expect(mean).toBeLessThan(1000)
  })

  it('keeps the small state small', () => {
    const { checkpoint } = chunkPages({ checkpoint: null, pages: pagesOf(prose(9, 200)), complete: false })
    expect(JSON.stringify(checkpoint).length).toBeLessThan(40_000)
  })
})

describe('borders under edits elsewhere', () => {
  /** Where the chunks differ: from which one of `after` on, and how many; all others are the same, in the same order. */
  function changed(before: CutChunk[], after: CutChunk[]): { from: number; count: number } {
    const same = (a: CutChunk | undefined, b: CutChunk | undefined) => a !== undefined && a.text === b?.text
    let from = 0
    while (same(after[from], before[from])) from += 1
    let behind = 0
    while (from + behind < Math.min(before.length, after.length) && same(after.at(-1 - behind), before.at(-1 - behind)))
      behind += 1
    return { from, count: after.length - behind - from }
  }
  const anySeed = fc.nat({ max: 1_000_000 })
  const PAGES = 40

  it.each([
    ['a page is inserted', 6],
    ['a page is inserted', 20],
    ['a page is inserted', 1000],
    ['a paragraph is edited', 6],
    ['a paragraph is edited', 1000],
  ] as const)('%s: all chunks but a few around it are kept (one heading in %i blocks)', (edit, headings) => {
    const counts: number[] = []
    fc.assert(
      fc.property(anySeed, anySeed, fc.nat({ max: PAGES - 1 }), (seed, other, at) => {
        const texts = prose(seed, PAGES, headings)
        const edited =
          edit === 'a page is inserted'
            ? texts.toSpliced(at, 0, prose(other, 1, headings)[0] ?? '')
            : texts.with(at, `${paragraph(numbers(other))}\n\n${texts[at] ?? ''}`)
        const [before, after] = [chunkAll(pagesOf(texts)), chunkAll(pagesOf(edited))]
        const { from, count } = changed(before, after)
        counts.push(count)
        // The edit stands in what has changed, and no chunk elsewhere is another.
        const pages = after.slice(from, from + count).flatMap(({ spans }) => spans.map((span) => span.page))
        expect(pages).toContain(at + 1)
        const known = new Set(before.map(({ text }) => text))
        expect(after.slice(from, from + count).filter(({ text }) => known.has(text))).toEqual([])
        expect(count).toBeLessThanOrEqual(15)
      }),
      { numRuns: 12 },
    )
    expect(counts.reduce((sum, count) => sum + count, 0) / counts.length).toBeLessThan(3.5)
  })

  it('meet again at the next heading that has room around it', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (seed, edit) => {
        const paragraphs = (from: number, count: number) =>
          Array.from({ length: count }, (_, at) => paragraph(numbers(from + at), 2)).join('\n\n')
        const chapter = (n: number) => `# Chapter ${n} of ${seed}\n\n${paragraph(numbers(seed + n), 80)}`
        const front = (extra: string) => `# Chapter 1 of ${seed}\n\n${extra}\n\n${paragraphs(seed, 40)}`
        const rest = [2, 3, 4].map(chapter)
        const before = chunkAll(pagesOf([front('As it was.'), ...rest]))
        const after = chunkAll(pagesOf([front(paragraphs(edit, edit % 40)), '', ...rest]))
        const behind = (chunks: CutChunk[]) => {
          const from = chunks.findIndex(({ text }) => text.startsWith('Chapter 2'))
          expect(from).toBeGreaterThan(0)
          return chunks.slice(from).map(({ text, headings, occurrence }) => ({ text, headings, occurrence }))
        }
        expect(behind(after)).toEqual(behind(before))
      }),
      { numRuns: 30 },
    )
  })
})

describe('structure', () => {
  const body = (seed: number, sentences: number) => paragraph(numbers(seed), sentences)

  it('begins a chunk with each chapter and never ends one with a heading', () => {
    const chapters = [1, 2, 3].map((n) => `# Chapter ${n}\n\n## Part ${n}\n\n${body(n, 30)}\n\n${body(n + 50, 30)}`)
    const chunks = chunkAll(pagesOf(chapters))
    for (const n of [1, 2, 3])
      expect(chunks.some(({ text }) => text.startsWith(`Chapter ${n}\n\nPart ${n}\n\n`))).toBe(true)
    for (const { text } of chunks) expect(text).not.toMatch(/(Chapter|Part) \d$/)
  })

  it('names the headings above a chunk, outermost first, and not its own', () => {
    const chunks = chunkAll(pagesOf([`# Book\n\n## First\n\n${body(1, 150)}\n\n## Second\n\n${body(2, 150)}`]))
    expect(chunks[0]?.headings).toEqual([])
    expect(chunks[1]?.headings).toEqual(['Book', 'First'])
    expect(chunks.find(({ text }) => text.startsWith('Second'))?.headings).toEqual(['Book'])
    expect(chunks.at(-1)?.headings).toEqual(['Book', 'Second'])
  })

  it('merges small sections instead of making small chunks', () => {
    const sections = Array.from({ length: 24 }, (_, n) => `## Section ${n}\n\n${body(n, 5)}`)
    const chunks = chunkAll(pagesOf([`# All\n\n${sections.join('\n\n')}`]))
    for (const { text } of chunks.slice(1)) expect(text).toMatch(/^Section \d+\n\n/)
    expect(chunks.length).toBeLessThan(sections.length / 2)
  })

  it('counts chunks of the same text', () => {
    const chapter = `# Same\n\n${body(1, 80)}`
    const chunks = chunkAll(pagesOf([[chapter, chapter, chapter].join('\n\n')]))
    const first = chunks.filter(({ text }) => text.startsWith('Same'))
    expect(first.map(({ occurrence }) => occurrence)).toEqual([0, 1, 2])
  })

  it('makes no chunk of a document without text', () => {
    expect(chunkAll(pagesOf(['', '', '']))).toEqual([])
    expect(chunkAll([])).toEqual([])
  })
})
