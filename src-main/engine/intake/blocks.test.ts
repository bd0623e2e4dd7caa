import { describe, expect, it } from 'vitest'
import type { Block } from './blocks.ts'
import { joinOverPageBreak, pageBlocks } from './blocks.ts'

function paragraph(page: number, text: string): Block {
  return { level: 0, text, pages: [{ page, at: 0 }] }
}

describe('pageBlocks', () => {
  it('tells headings from paragraphs and folds white space', () => {
    expect(pageBlocks(4, '## The  Navy\n\nOne\nline. \n \n#1 of the list')).toEqual([
      { level: 2, text: 'The Navy', pages: [{ page: 4, at: 0 }] },
      paragraph(4, 'One line.'),
      paragraph(4, '#1 of the list'),
    ])
  })

  it('finds nothing in white space', () => {
    expect(pageBlocks(1, ' \n\n \n# \n')).toEqual([])
  })
})

describe('joinOverPageBreak', () => {
  it('joins a paragraph that goes on in lower case, and knows where the page begins in it', () => {
    const joined = joinOverPageBreak(paragraph(1, 'It ran over'), paragraph(2, 'the page.'))
    expect(joined?.text).toBe('It ran over the page.')
    expect(joined?.pages).toEqual([
      { page: 1, at: 0 },
      { page: 2, at: 'It ran over '.length },
    ])
  })

  it('makes a broken word whole', () => {
    expect(joinOverPageBreak(paragraph(1, 'a broken ex-'), paragraph(2, 'ample'))?.text).toBe('a broken example')
  })

  it('puts no space into a script without spaces', () => {
    expect(joinOverPageBreak(paragraph(1, '漢字'), paragraph(2, '文章。'))?.text).toBe('漢字文章。')
  })

  it.each([
    ['It ended.', 'the next'],
    ['“It ended.”', 'the next'],
    ['No end', 'The next'],
  ])('leaves %j and %j apart', (before, after) => {
    expect(joinOverPageBreak(paragraph(1, before), paragraph(2, after))).toBeNull()
  })

  it('never joins a heading', () => {
    expect(joinOverPageBreak({ ...paragraph(1, 'Heading'), level: 1 }, paragraph(2, 'and text'))).toBeNull()
  })
})
