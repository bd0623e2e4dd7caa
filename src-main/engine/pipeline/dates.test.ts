import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nextUtcDay, parseDate, startOfUtcDay } from './dates.ts'

describe('parseDate', () => {
  it('agrees with the platform for every day between the years 1 and 9999', () => {
    const day = fc.date({
      min: new Date('0001-01-01T00:00:00Z'),
      max: new Date('9999-12-31T00:00:00Z'),
      noInvalidDate: true,
    })
    fc.assert(
      fc.property(day, (date) => {
        const text = date.toISOString().slice(0, 10)
        expect(parseDate(text)).toBe(Date.parse(`${text}T00:00:00Z`))
      }),
    )
  })

  it.each([
    ['1901', '1901-01-01T00:00:00Z'],
    ['1904-02', '1904-02-01T00:00:00Z'],
    ['1904-02-29', '1904-02-29T00:00:00Z'],
    ['1905-03-04T12:00:00Z', '1905-03-04T00:00:00Z'],
  ])('%s', (text, iso) => expect(parseDate(text)).toBe(Date.parse(iso)))

  it.each([null, '', 'last year', '1901-13', '1901-02-29', '1901-00-10', '12/03/1901'])('%s is no date', (text) =>
    expect(parseDate(text)).toBeNull(),
  )

  it('finds the borders of a UTC day', () => {
    const noon = Date.parse('2026-11-24T12:00:00Z')
    expect(startOfUtcDay(noon)).toBe(Date.parse('2026-11-24T00:00:00Z'))
    expect(nextUtcDay(noon)).toBe(Date.parse('2026-11-25T00:00:00Z'))
  })
})
