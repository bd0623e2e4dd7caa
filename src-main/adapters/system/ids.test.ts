import { describe, expect, it } from 'vitest'
import { createIds } from './ids.ts'
import { createSha256 } from './sha256.ts'

describe('ids', () => {
  const ids = createIds()

  it('names the same parts alike, on every machine and in every version', () => {
    expect(ids.named('default', 'Theodore Roosevelt', 'person')).toBe('020508fe-faf0-5da8-9d72-1a7b5691cd43')
  })

  it('tells apart parts whose borders differ', () => {
    expect(ids.named('a', 'bc')).not.toBe(ids.named('ab', 'c'))
  })

  it('names half a character of two code units too', () => {
    expect(ids.named('default', 'half \ud83d')).toBe(ids.named('default', 'half \ufffd'))
  })

  it('gives unique ids in the order they were made', () => {
    const made = Array.from({ length: 1000 }, () => ids.unique())
    expect(made.toSorted()).toEqual(made)
    expect(new Set(made).size).toBe(1000)
  })
})

describe('sha256', () => {
  it('hashes the UTF-8 bytes', () => {
    expect(createSha256().sha256('é')).toBe('4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c')
  })
})
