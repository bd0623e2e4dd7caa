import { describe, expect, it } from 'vitest'
import { joinLines } from './join-lines.ts'

describe('join lines', () => {
  it.each([
    [['the consti-', 'tution of'], '', 'the constitution of'],
    [['the consti\u00ad', 'tution'], '', 'the constitution'],
    [['the well-', 'known man'], '', 'the well-known man'],
    [['the trade-', 'wind'], 'a trade-wind blew', 'the trade-wind'],
    [['Franco-', 'Prussian war'], '', 'Franco-Prussian war'],
    [['from 1905-', '1908'], '', 'from 1905-1908'],
    [['a 20-', 'year lease'], '', 'a 20-year lease'],
    [['a dash -', 'like this'], '', 'a dash - like this'],
    [['a dash\u2014', 'like this'], '', 'a dash\u2014like this'],
    [[' one ', '', ' two '], '', 'one two'],
    [['Chapter one . . . . . . . . 7'], '', 'Chapter one … 7'],
    [['And so on...'], '', 'And so on...'],
  ])('%j is %j', (lines, page, text) => {
    expect(joinLines(lines, page)).toBe(text)
  })
})
