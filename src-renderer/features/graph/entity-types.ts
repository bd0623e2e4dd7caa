import { ENTITY_TYPES, type EntityType } from '../../../src-shared/model/extraction.ts'

export type Glyph = 'circle' | 'square' | 'diamond' | 'page' | 'hexagon' | 'triangle' | 'ring' | 'cross'

interface TypeLook {
  label: string
  glyph: Glyph
  /** Colour never stands alone: each type has its shape and its word. */
  color: string
}

const LOOKS: Record<EntityType, TypeLook> = {
  person: { label: 'Person', glyph: 'circle', color: 'var(--color-type-1)' },
  organisation: { label: 'Organisation', glyph: 'square', color: 'var(--color-type-2)' },
  place: { label: 'Place', glyph: 'diamond', color: 'var(--color-type-3)' },
  work: { label: 'Work', glyph: 'page', color: 'var(--color-type-4)' },
  product: { label: 'Product', glyph: 'hexagon', color: 'var(--color-type-5)' },
  event: { label: 'Event', glyph: 'triangle', color: 'var(--color-type-6)' },
  concept: { label: 'Concept', glyph: 'ring', color: 'var(--color-type-7)' },
  other: { label: 'Other', glyph: 'cross', color: 'var(--color-type-8)' },
}

export function isEntityType(type: string): type is EntityType {
  return Object.hasOwn(LOOKS, type)
}

/** A type that is not of the list keeps its own word and the look of `other`. */
export function lookOf(type: string): TypeLook {
  return isEntityType(type) ? LOOKS[type] : { ...LOOKS.other, label: type }
}

export interface TypeCount {
  type: string
  count: number
}

/** Every known type in its fixed order, with 0 where there is none, then the others by count. */
export function typeCounts(types: Readonly<Record<string, number>>): TypeCount[] {
  const known = ENTITY_TYPES.map((type) => ({ type, count: types[type] ?? 0 }))
  const foreign = Object.entries(types)
    .filter(([type]) => !isEntityType(type))
    .map(([type, count]) => ({ type, count }))
    .toSorted((a, b) => b.count - a.count)
  return [...known, ...foreign]
}
