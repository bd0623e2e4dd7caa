import { describe, expect, it } from 'vitest'
import { lookOf, typeCounts } from './entity-types.ts'

describe('entity types', () => {
  it('keeps a fixed order, shows empty types, and puts foreign ones behind', () => {
    const counts = typeCounts({ place: 3, vessel: 2, person: 1 })
    expect(counts.map(({ type }) => type).slice(0, 3)).toEqual(['person', 'organisation', 'place'])
    expect(counts.at(-1)).toEqual({ type: 'vessel', count: 2 })
    expect(counts[1]).toEqual({ type: 'organisation', count: 0 })
  })

  it('gives a foreign type its own word and the look of other', () => {
    expect(lookOf('vessel')).toMatchObject({ label: 'vessel', glyph: 'cross' })
    expect(lookOf('toString').label).toBe('toString')
  })
})
