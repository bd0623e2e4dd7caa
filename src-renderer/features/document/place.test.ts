import { describe, expect, it } from 'vitest'
import { parseRoute } from '../../state/route.ts'
import { parsePlace, placeHref } from './place.ts'

describe('a place in a document', () => {
  it('comes back from its address, whatever the quote says', () => {
    const place = { chunk: null, page: 80, quote: '50 % of #7741 / "K&V" <b>?' }
    const address = placeHref('a/b #1', place)
    expect(parsePlace(address)).toEqual(place)
    expect(parseRoute(address)).toEqual({ screen: 'document', id: 'a/b #1' })
  })

  it('is none at the report, and holds no nonsense', () => {
    expect(parsePlace('#/document/a')).toBeNull()
    expect(parsePlace('#/document/a/read?page=-1&chunk=1e9')).toEqual({ chunk: null, page: null, quote: null })
  })
})
