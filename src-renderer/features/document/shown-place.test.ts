import { describe, expect, it } from 'vitest'
import { chunksOfPlace, neighbour, shownPage } from './shown-place.ts'
import { makeChunk, makeDocument } from './testing/documents.ts'

const document = makeDocument({
  pages: 5,
  chunkRows: [
    makeChunk({ ordinal: 0, pages: [1, 2] }),
    makeChunk({ ordinal: 1, pages: [2] }),
    makeChunk({ ordinal: 2, pages: [4] }),
  ],
})
const nowhere = { chunk: null, page: null, quote: null }
const ordinals = (place: object) => chunksOfPlace(document, { ...nowhere, ...place }).map((chunk) => chunk.ordinal)

describe('a place in the reader', () => {
  it('shows the page it names, else the first of its chunk, never one beyond the end', () => {
    expect(shownPage(document, { ...nowhere, page: 3 })).toBe(3)
    expect(shownPage(document, { ...nowhere, chunk: 2 })).toBe(4)
    expect(shownPage(document, { ...nowhere, page: 900 })).toBe(5)
    expect(shownPage(document, nowhere)).toBe(1)
  })

  it('keeps its chunk while the page lies in it, else offers those of the page', () => {
    expect(ordinals({ chunk: 1, page: 2 })).toEqual([1])
    expect(ordinals({ page: 2 })).toEqual([0, 1])
    expect(ordinals({ chunk: 1, page: 4 })).toEqual([2])
    expect(ordinals({ page: 3 })).toEqual([])
  })

  it('knows the chunk before and after', () => {
    expect(neighbour(document, 1, 1)?.ordinal).toBe(2)
    expect(neighbour(document, 0, -1)).toBeNull()
  })
})
