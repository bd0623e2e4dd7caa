import { describe, expect, it } from 'vitest'
import { formatDuration, parseDuration } from './durations.ts'

describe('parseDuration', () => {
  it.each([
    ['90', 90_000],
    ['1.5', 1500],
    ['250ms', 250],
    ['30s', 30_000],
    ['10m', 600_000],
    ['2h', 7_200_000],
    ['1d', 86_400_000],
  ])('reads %s', (text, ms) => {
    expect(parseDuration(text, '--max-wait')).toBe(ms)
  })

  it.each(['', 'soon', '-5', '5 weeks', '10mm'])('refuses "%s"', (text) => {
    expect(() => parseDuration(text, '--max-wait')).toThrow(expect.objectContaining({ code: 'usage' }))
  })
})

describe('formatDuration', () => {
  it.each([
    [0, '0 s'],
    [-20, '0 s'],
    [420, '0.4 s'],
    [999, '1 s'],
    [4000, '4 s'],
    [59_600, '1 min'],
    [200_000, '3 min 20 s'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [90_000_000, '1 d 1 h'],
  ])('says %i ms', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})
