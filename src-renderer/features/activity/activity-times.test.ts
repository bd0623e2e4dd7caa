import { expect, it } from 'vitest'
import { dayLabel, timeLabel } from './activity-times.ts'

const now = new Date(2026, 10, 26, 0, 5).getTime()

it('names days as people do', () => {
  expect(dayLabel(new Date(2026, 10, 26).getTime(), now)).toBe('Today')
  expect(dayLabel(new Date(2026, 10, 25).getTime(), now)).toBe('Yesterday')
  expect(dayLabel(new Date(2026, 10, 24).getTime(), now)).toBe('Tue 24 Nov')
  expect(dayLabel(new Date(2025, 11, 31).getTime(), now)).toBe('Wed 31 Dec 2025')
})

it('tells times to the second', () => {
  expect(timeLabel(new Date(2026, 10, 26, 9, 5, 7).getTime())).toBe('09:05:07')
})
