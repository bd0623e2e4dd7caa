import { describe, expect, it } from 'vitest'
import { column, draw, read } from '../testing/typeset.ts'

const prose = (name: string, count = 8): string[] =>
  Array.from({ length: count }, (_, i) => `${name} line ${i} goes on and on and`)
const joined = (name: string, count = 8): string => prose(name, count).join(' ')

describe('paragraphs', () => {
  it('joins the lines of a paragraph and parts paragraphs at a gap', () => {
    const items = [...column(prose('first', 3), 50, 100, 500), ...column(prose('second', 3), 50, 160, 500)]
    expect(read(items)).toEqual([joined('first', 3), joined('second', 3)])
  })

  it('makes one character of a letter and the mark that is drawn over it', () => {
    const items = [
      draw('Caf', 50, 100, { right: 65 }),
      draw('e', 65, 100, { right: 70 }),
      draw('\u0301', 70, 100, { right: 70 }),
    ]
    expect(read(items)).toEqual(['Caf\u00e9'])
  })

  it('parts paragraphs at an indented first line, without any gap', () => {
    const items = [
      ...column(prose('first', 3), 50, 100, 500),
      draw('second begins', 65, 136, { right: 500 }),
      draw('and ends.', 50, 148),
      draw('Third begins', 65, 160, { right: 500 }),
      draw('and ends.', 50, 172),
    ]
    expect(read(items)).toEqual([joined('first', 3), 'second begins and ends.', 'Third begins and ends.'])
  })

  it('parts a paragraph of one line from the next, both indented', () => {
    const items = [
      ...column(prose('first', 3), 50, 100, 500),
      draw('He felt it all at once.', 65, 136, { right: 480 }),
      draw('They felt it', 65, 148, { right: 500 }),
      draw('as well.', 50, 160),
    ]
    expect(read(items)).toEqual([joined('first', 3), 'He felt it all at once.', 'They felt it as well.'])
  })

  it('parts a short line in another font from the text below it, without any gap', () => {
    const items = [
      ...column(prose('first', 3), 50, 100, 500),
      draw('Means and ends of the whole work', 50, 150, { font: 'bold', right: 300 }),
      ...column(['Second begins and', 'ends.'], 50, 162, 500),
    ]
    expect(read(items)).toEqual([joined('first', 3), '# Means and ends of the whole work', 'Second begins and ends.'])
  })

  it('keeps the hanging lines of an item with its bullet', () => {
    const items = [
      ...column(prose('body', 4), 50, 100, 500),
      draw('• An item that goes', 60, 148, { right: 500 }),
      draw('on below itself', 70, 160),
      draw('• Another one', 60, 172),
    ]
    expect(read(items).slice(1)).toEqual(['• An item that goes on below itself', '• Another one'])
  })

  it('gives running header and page number a block each', () => {
    const items = [draw('A running header', 50, 40), ...column(prose('body'), 50, 80, 500), draw('17', 300, 760)]
    expect(read(items)).toEqual(['A running header', joined('body'), '17'])
  })

  it('gives each row of a table its own block', () => {
    const rows = ['Revenue', 'Expense', 'Balance'].flatMap((name, i) => [
      draw(name, 50, 200 + i * 12),
      draw(`${i}00`, 300, 200 + i * 12),
    ])
    expect(read([...column(prose('body'), 50, 80, 500), ...rows]).slice(1)).toEqual([
      'Revenue 000',
      'Expense 100',
      'Balance 200',
    ])
  })
})

describe('reading order', () => {
  it('reads the left column before the right, under a title that spans both', () => {
    const items = [
      draw('A title over both of the columns of this page', 50, 60, { size: 18, right: 560 }),
      ...column(prose('left'), 50, 100, 290),
      ...column(prose('right'), 320, 100, 560),
    ]
    const [title, ...text] = read(items)
    expect(title).toBe('# A title over both of the columns of this page')
    expect(text.join(' ')).toBe(`${joined('left')} ${joined('right')}`)
  })

  it('does so although the file draws line by line across the columns', () => {
    const left = column(prose('left'), 50, 100, 290)
    const right = column(prose('right'), 320, 100, 560)
    const items = left.flatMap((item, i) => [item, right[i] ?? item])
    expect(read(items).join(' ')).toBe(`${joined('left')} ${joined('right')}`)
  })

  it('goes on with a paragraph in the next column, and not in the footer', () => {
    const left = [...prose('left', 7), 'and the last word is']
    const items = [
      ...left.map((text, i) => draw(text, 50, 100 + i * 12, { right: 290 })),
      ...['here. And', ...prose('right', 6)].map((text, i) => draw(text, 320, 100 + i * 12, { right: 560 })),
      draw('Footer', 50, 770),
    ]
    const blocks = read(items)
    expect(blocks[0]).toContain('and the last word is here. And right line 0')
    expect(blocks.at(-1)).toBe('Footer')
  })

  it('keeps a superscript in its line', () => {
    const items = [
      draw('As was said', 50, 100, { right: 105 }),
      draw('1', 105, 96, { size: 6 }),
      draw('before.', 112, 100, { right: 500 }),
      ...column(prose('body'), 50, 112, 500),
    ]
    expect(read(items)[0]).toMatch(/^As was said1 before\. body line 0/)
  })

  it('reads text on its side last', () => {
    const side = { ...draw('A stamp in the margin', 20, 400), transform: [0, 10, -10, 0, 20, 400] }
    expect(read([side, ...column(prose('body'), 50, 100, 500)])).toEqual([joined('body'), 'A stamp in the margin'])
  })

  it('reads a page that is shown turned as it is seen', () => {
    const turned = prose('body', 3).map((text, i) => ({
      ...draw(text, 0, 0, { right: 400 }),
      transform: [0, 10, -10, 0, 100 + i * 12, 50],
    }))
    expect(read(turned)).toEqual(prose('body', 3))
  })
})

describe('headings', () => {
  it('ranks sizes larger than the body', () => {
    const items = [
      draw('The book', 50, 60, { size: 24 }),
      draw('The chapter', 50, 100, { size: 16 }),
      ...column(prose('body'), 50, 130, 500),
    ]
    expect(read(items).slice(0, 2)).toEqual(['# The book', '## The chapter'])
  })

  it('takes the level from the outline, over two lines, and not from the running header', () => {
    const items = [
      draw('Of the nature of things', 50, 40),
      draw('2. Of the nature', 50, 100),
      draw('of things', 50, 112),
      ...column(prose('body'), 50, 140, 500),
    ]
    expect(read(items, [{ title: 'Of the nature of things', level: 3 }])).toEqual([
      'Of the nature of things',
      '### 2. Of the nature of things',
      joined('body'),
    ])
  })

  it('knows a short line in another font before text, but no author, caption or lead-in', () => {
    const bold = { font: 'bold' }
    const items = [
      draw('A title', 50, 60, { size: 20 }),
      draw('By Jane Doe, Boston', 50, 85, bold),
      ...column(prose('body'), 50, 110, 500),
      draw('Results', 50, 230, bold),
      ...column(prose('more'), 50, 250, 500),
      draw('Figure 1: The results', 50, 370, bold),
      ...column(prose('last'), 50, 390, 500),
    ]
    expect(read(items).filter((block) => block.startsWith('#'))).toEqual(['# A title', '## Results'])
  })

  it('marks no text that merely begins like a heading', () => {
    expect(read([draw('# of items sold', 50, 100)])[0]).toBe('#\u00a0of items sold')
  })
})
