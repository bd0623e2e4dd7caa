import { describe, expect, it } from 'vitest'
import { markPages } from './mark-pages.ts'

describe('markPages', () => {
  it('counts from the first page of the chunk, whatever its number', () => {
    const spans = [
      { page: 7, start: 0, end: 6 },
      { page: 9, start: 6, end: 11 },
    ]
    expect(markPages('Seven Nine.', spans)).toBe('[p1] Seven [p2] Nine.')
  })
})
