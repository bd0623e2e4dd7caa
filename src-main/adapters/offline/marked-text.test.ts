import { describe, expect, it } from 'vitest'
import { pageAt, readMarkers } from './marked-text.ts'

describe('readMarkers', () => {
  it('takes out the markers and knows the page of each place', () => {
    const read = readMarkers('[p1] One. [p2] Two.')
    expect(read.text).toBe('One. Two.')
    expect([0, 4, 5, 8].map((offset) => pageAt(read, offset))).toEqual([1, 1, 2, 2])
  })

  it('leaves what only looks like a marker', () => {
    expect(readMarkers('[p1] see [p7] and [p1] there').text).toBe('see [p7] and [p1] there')
  })

  it('takes a text without markers for its first page', () => {
    expect(pageAt(readMarkers('text'), 3)).toBe(1)
  })
})
