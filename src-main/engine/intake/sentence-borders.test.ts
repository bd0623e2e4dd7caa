import { describe, expect, it } from 'vitest'
import { sentenceBorders } from './sentence-borders.ts'
import { estimateTokens } from './token-estimate.ts'

function sentences(text: string): string[] {
  const borders = sentenceBorders(text)
  return [...borders, text.length].map((end, index) => text.slice(borders[index - 1] ?? 0, end).trim())
}

describe('sentenceBorders', () => {
  it('splits after sentences and not after titles and initials', () => {
    expect(sentences('Mr. John F. Stevens came. He saw the U.S. Navy. “Why?” It was No. 5.')).toEqual([
      'Mr. John F. Stevens came.',
      'He saw the U.S. Navy.',
      '“Why?”',
      'It was No. 5.',
    ])
  })

  it('splits text without spaces', () => {
    expect(sentences('漢字です。文章です。')).toEqual(['漢字です。', '文章です。'])
  })
})

describe('estimateTokens', () => {
  it('counts four letters, two Cyrillic letters or one Han sign as a token', () => {
    expect(estimateTokens('four letters')).toBe(3)
    expect(estimateTokens('текст')).toBe(3)
    expect(estimateTokens('漢字😀')).toBe(3)
    expect(estimateTokens('')).toBe(0)
  })
})
