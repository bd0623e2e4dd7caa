import { describe, expect, it } from 'vitest'
import { formatBytes } from './bytes.ts'
import { formatClock } from './clock.ts'
import { formatCountdown, formatDuration, formatIn, formatTook } from './durations.ts'
import { formatEstimate, formatMoney } from './money.ts'
import { splitName } from './names.ts'
import { formatNumberOf, formatOf, formatPercent } from './numbers.ts'
import { formatPages } from './pages.ts'
import { sentence, withStop } from './sentence.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE

describe('numbers', () => {
  it('say what they are out of', () => expect(formatOf(7640, 10_000)).toBe('7,640 of 10,000'))
  it.each([
    [0, '0 %'],
    [0.2, '< 1 %'],
    [76.4, '76 %'],
    [99.7, '> 99 %'],
    [100, '100 %'],
  ])('%d per cent is %s', (percent, text) => expect(formatPercent(percent)).toBe(text))
  it('carry their unit in one and many', () => {
    expect(formatNumberOf(1, 'chunk')).toBe('1 chunk')
    expect(formatNumberOf(1204, 'chunk')).toBe('1,204 chunks')
    expect(formatNumberOf(2, 'entity', 'entities')).toBe('2 entities')
  })
})

describe('money', () => {
  it.each([
    [0, '$0.00'],
    [0.0005, '$0.00050'],
    [0.000503, '$0.00050'],
    [0.0021, '$0.0021'],
    [0.00099959, '$0.0010'],
    [0.0099999, '$0.01'],
    [0.01, '$0.01'],
    [0.61, '$0.61'],
    [1204, '$1,204.00'],
  ])('%d dollars are %s', (usd, text) => expect(formatMoney(usd)).toBe(text))
  it('marks an estimate', () => expect(formatEstimate(0.294)).toBe('≈ $0.29'))
})

describe('durations', () => {
  it.each([
    [900, '0.9 s'],
    [4200, '4 s'],
    [12 * MINUTE, '12 min'],
    [59.8 * MINUTE, '1 h'],
    [HOUR + 20 * MINUTE, '1 h 20 min'],
    [24 * HOUR - 1000, '1 d'],
    [76 * HOUR, '3 d 4 h'],
  ])('%d ms are %s', (ms, text) => expect(formatDuration(ms)).toBe(text))
  it('counts down without reaching 0 early', () => {
    expect(formatCountdown(3100)).toBe('4 s')
    expect(formatCountdown(10)).toBe('1 s')
    expect(formatCountdown(-5)).toBe('0.0 s')
  })
  it('says when', () => {
    expect(formatIn(12 * MINUTE)).toBe('in 12 min')
    expect(formatIn(-1)).toBe('now')
  })
  it.each([
    [2100, '2.1 s'],
    [34_000, '34 s'],
    [34 * MINUTE + 10_000, '34 min 10 s'],
    [2 * HOUR, '2 h'],
  ])('%d ms took %s', (ms, text) => expect(formatTook(ms)).toBe(text))
})

describe('clock times', () => {
  const now = Date.UTC(2026, 10, 26, 14, 48)
  const clock = (at: number) => formatClock(at, { now, timeZone: 'UTC' })
  it('name the day only where it is another', () => {
    expect(clock(Date.UTC(2026, 10, 26, 0, 0))).toBe('00:00')
    expect(clock(Date.UTC(2026, 10, 27, 15, 0))).toBe('Fri 27 Nov, 15:00')
    expect(clock(Date.UTC(2027, 0, 2, 9, 5))).toBe('Sat 2 Jan 2027, 09:05')
  })
  it('judge the day in the time zone', () => {
    expect(formatClock(Date.UTC(2026, 10, 26, 23, 30), { now, timeZone: 'Asia/Tokyo' })).toBe('Fri 27 Nov, 08:30')
  })
})

it.each([
  [0, '0 B'],
  [512, '512 B'],
  [48_000, '48 kB'],
  [1500, '1.5 kB'],
  [88_200_000, '88.2 MB'],
  [999_950_000, '1.0 GB'],
])('%d bytes are %s', (bytes, text) => expect(formatBytes(bytes)).toBe(text))

it.each([
  ['expected a PDF, came text', 'Expected a PDF, came text.'],
  ['Done.', 'Done.'],
  ['', ''],
])('%j is the sentence %j', (message, text) => expect(sentence(message)).toBe(text))
it('leaves the name that a message begins with', () => expect(withStop('bad.pdf was added')).toBe('bad.pdf was added.'))

it('tells pages as ranges, in order, each once', () => {
  expect(formatPages([371, 87, 88, 203, 204, 205, 206, 88])).toBe('87–88, 203–206, 371')
  expect(formatPages([])).toBe('')
})

describe('a long name', () => {
  it('is split at a word near its end', () => {
    expect(splitName('Harrow Barrier Inquiry – Vol. 07 – Transcripts (redacted).pdf')).toEqual([
      'Harrow Barrier Inquiry – Vol. 07 – Transcripts',
      ' (redacted).pdf',
    ])
  })
  it('keeps whole characters and gives the name back', () => {
    const name = '📄'.repeat(30)
    const [head, tail] = splitName(name)
    expect(head + tail).toBe(name)
    expect(tail).toBe('📄'.repeat(16))
  })
  it('that is short is not cut', () => expect(splitName('a.pdf')).toEqual(['', 'a.pdf']))
})
