import { describe, expect, it } from 'vitest'
import { cleanText } from './clean-text.ts'

describe('clean text', () => {
  it.each([
    ['the \ufb01rst \ufb02ow', 'the first flow'],
    ['cafe\u0301', 'caf\u00e9'],
    ['a\u0000b\u0007c', 'abc'],
    ['lone \ud800 surrogate', 'lone  surrogate'],
    ['a\u00a0b\u2009c\td', 'a b c d'],
    ['\uf0b7 item', '\u2022 item'],
    ['\ud83d\ude00 \u4e2d\u6587', '\ud83d\ude00 \u4e2d\u6587'],
    ['plain, as it is', 'plain, as it is'],
  ])('%j is %j', (given, clean) => {
    expect(cleanText(given)).toBe(clean)
  })
})
