import { describe, expect, it } from 'vitest'
import { extractionAnswer } from '../../../src-shared/model/extraction.ts'
import { findEntities } from './find-entities.ts'

/** What a reader sees: "name (type)" and "from REL to". */
function read(text: string) {
  const answer = findEntities(text)
  const names = new Map(answer.entities.map(({ id, name }) => [id, name]))
  return {
    answer,
    entities: answer.entities.map(({ name, type }) => `${name} (${type})`),
    facts: answer.facts.map(({ from, rel, to }) => `${names.get(from)} ${rel} ${names.get(to)}`),
  }
}

const PROSE = `[p1] The Isthmian Canal Commission was formed in 1904. John F. Stevens, chief engineer of the Panama Canal, lived in Colorado. Mr. Stevens visited Porto Rico and the Philippine Islands in the spring of that year. The Algeciras Convention was signed by the United States. The Secretary of War praised the Department of Commerce and Labor for the report that it had sent to him. [p2] Later the Interstate Commerce Commission reported to Congress, and the Commission was thanked for it. San Juan, the capital of Porto Rico, is a port of the island.`

describe('findEntities', () => {
  it('holds to the schema of a model answer, and is the same each time', () => {
    const answer = findEntities(PROSE)
    expect(extractionAnswer.parse(answer)).toEqual(answer)
    expect(findEntities(PROSE)).toEqual(answer)
  })

  it('finds people, places, organisations, offices and treaties by their names', () => {
    expect(read(PROSE).entities).toEqual([
      'Isthmian Canal Commission (organisation)',
      'John F. Stevens (person)',
      'Panama Canal (place)',
      'Colorado (place)',
      'Porto Rico (place)',
      'Philippine Islands (place)',
      'Algeciras Convention (work)',
      'United States (place)',
      'Secretary of War (other)',
      'Department of Commerce and Labor (organisation)',
      'Interstate Commerce Commission (organisation)',
      'Congress (organisation)',
      'San Juan (place)',
    ])
  })

  it('tells how they stand together', () => {
    const { facts } = read(PROSE)
    expect(facts).toContain('John F. Stevens CHIEF_ENGINEER_OF Panama Canal')
    expect(facts).toContain('John F. Stevens VISITED Porto Rico')
    expect(facts).toContain('John F. Stevens VISITED Philippine Islands')
    expect(facts).toContain('Algeciras Convention SIGNED_BY United States')
    expect(facts).toContain('Secretary of War PRAISED Department of Commerce and Labor')
    expect(facts).toContain('Interstate Commerce Commission REPORTED_TO Congress')
    expect(facts).toContain('San Juan CAPITAL_OF Porto Rico')
  })

  it('says a fact in a sentence of its own, with its page and the sentence it stands in', () => {
    const { facts } = findEntities(PROSE)
    const reported = facts.find(({ rel }) => rel === 'REPORTED_TO')
    expect(reported).toMatchObject({
      fact: 'Interstate Commerce Commission reported to Congress.',
      page: 2,
      quote: 'Later the Interstate Commerce Commission reported to Congress, and the Commission was thanked for it.',
    })
    const plainText = PROSE.replace(/\[p\d\] /g, '')
    for (const { quote } of facts) expect(plainText).toContain(quote)
  })

  it('cuts the quote of a sentence that runs over a page break', () => {
    const { facts } = findEntities('[p1] In the autumn of the year Mr. Taft went [p2] to Cuba by way of Havana.')
    for (const { quote } of facts) expect(quote).not.toContain('[p')
    expect(facts.some(({ quote, page }) => page === 2 && quote === 'to Cuba by way of Havana.')).toBe(true)
  })

  it('knows a person by the surname, and the title as what they are', () => {
    const { entities } = findEntities('Governor Charles Magoon came to Havana. There Magoon met Mr. Taft.')
    expect(entities.find(({ name }) => name === 'Charles Magoon')).toMatchObject({
      type: 'person',
      aliases: ['Magoon', 'Governor Charles Magoon'],
      about: 'Governor',
    })
    expect(entities.some(({ name }) => name === 'Magoon')).toBe(false)
  })

  it('strips possessives and articles, and keeps one type a name', () => {
    const { entities } = read("We saw Cuba's future. The people of Cuba know the Senate's rules.")
    expect(entities).toEqual(['Cuba (place)', 'Senate (organisation)'])
  })

  it('takes no office, adjective, sentence opener or common noun for a name', () => {
    const text =
      'Recent events show this. The President and the Government of the Nation agree. American and French workers came. ' +
      'Lynching is a crime, and lynching must end. Mark this well, and mark it twice.'
    expect(read(text).entities).toEqual([])
  })

  it('lets act what belongs to a name, and says so', () => {
    const { facts } = findEntities('The people of Cuba have asked the United States for help.')
    expect(facts.map(({ rel, fact }) => [rel, fact])).toEqual([
      ['ASKED', 'The people of Cuba have asked the United States.'],
    ])
  })

  it('knows who holds an office and where people come from', () => {
    const { facts } = read('The Secretary of War, Mr. Taft, wrote to Governor Jelks, of Alabama, about the matter.')
    expect(facts).toContain('Taft HOLDS_OFFICE Secretary of War')
    expect(facts).toContain('Jelks FROM Alabama')
  })

  it('takes no wish for a deed', () => {
    const { facts } = read('We do not permit Spain to use Cuba. I ask that the Senate be told of Cuba.')
    expect(facts.every((fact) => fact.includes('NAMED_WITH'))).toBe(true)
  })

  it('does not say what was denied', () => {
    expect(read('Spain has not governed Cuba.').facts).toEqual(['Spain NAMED_WITH Cuba'])
  })

  it('gives a fact the date that its sentence names, and no other', () => {
    const dated = (text: string) => findEntities(text).facts.map(({ since, until }) => [since, until])
    expect(dated('The Bering Sea Tribunal met in Paris in 1893.')).toEqual([['1893', null]])
    expect(dated('Mr. Taft visited Cuba on July 4, 1906.')).toEqual([['1906-07-04', null]])
    expect(dated('Spain ruled Cuba from 1511 to 1898.')).toEqual([['1511', '1898']])
    expect(dated('Mr. Taft visited Cuba.')).toEqual([[null, null]])
  })

  it('finds only repeated runs of capitals in other languages', () => {
    const text =
      'Die Reise nach Bad Tölz war lang. In Bad Tölz wohnt Herr Müller. Der Brief kam aus Bad Tölz, und die Freude war groß.'
    expect(read(text).entities).toEqual(['Bad Tölz (other)'])
  })

  it('stays within 40 entities and 60 facts', () => {
    const letters = 'abcdefghijklmnopqrstuvwxyz'.split('')
    const names = letters.flatMap((a) => ['o', 'u', 'i'].map((b) => `Mr. Z${a}${b}rk`))
    const text = names.map((name, at) => `${name} visited ${names[(at * 7 + 1) % names.length]} and Cuba.`).join(' ')
    const { entities, facts } = findEntities(text)
    expect(entities).toHaveLength(40)
    expect(facts.length).toBeLessThanOrEqual(60)
    expect(facts.length).toBeGreaterThan(20)
    const ids = new Set(entities.map(({ id }) => id))
    for (const { from, to } of facts) expect(ids.has(from) && ids.has(to) && from !== to).toBe(true)
  })

  it('finds nothing in nothing', () => {
    expect(findEntities('')).toEqual({ entities: [], facts: [], end: 'END' })
    expect(findEntities('[p1] ')).toEqual({ entities: [], facts: [], end: 'END' })
  })
})
