import { describe, expect, it } from 'vitest'
import { candidateKeys, isNameProper, normaliseName, relationName } from './names.ts'

describe('names', () => {
  it.each([
    ["The  Panama Canal's", 'panama canal'],
    ['J. P. Morgan & Co.', 'j p morgan & co'],
    ['Ｗａｓｈｉｎｇｔｏｎ', 'washington'],
    ['São Paulo', 'são paulo'],
    ['हिन्दी', 'हिन्दी'],
    ['อยุธยา', 'อยุธยา'],
    ['Café ☎️ Central', 'café central'],
  ])('%s → %s', (name, key) => expect(normaliseName(name)).toBe(key))

  it.each(['he', 'The President', 'the Congress', '1905', 'x', ''])('"%s" is no name of its own', (name) =>
    expect(isNameProper(name)).toBe(false),
  )
  it.each(['President Monroe', 'Congress of Vienna', '3M'])('"%s" is one', (name) =>
    expect(isNameProper(name)).toBe(true),
  )

  it.each([
    ['appointed by', 'APPOINTED_BY'],
    [' Located-in! ', 'LOCATED_IN'],
    ['…', ''],
    ['में स्थित', 'में_स्थित'],
    [`a${'𠮷'.repeat(50)}`, `A${'𠮷'.repeat(39)}`],
  ])('relation "%s" → %s', (text, name) => expect(relationName(text)).toBe(name))

  it('takes every stretch of capitalised words of a text as a key', () => {
    const keys = candidateKeys('A treaty with the Republic of Panama was signed by John Hay in Washington.')
    expect(keys).toEqual(expect.arrayContaining(['republic of panama', 'panama', 'john hay', 'hay', 'washington']))
    expect(keys).not.toContain('treaty')
  })
})
