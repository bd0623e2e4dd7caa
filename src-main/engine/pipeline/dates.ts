import type { EpochMs } from '../ports.ts'

const DAY_MS = 86_400_000

/**
 * "1801", "1801-03" or "1801-03-04" (optionally with a time, which is dropped) as UTC epoch milliseconds of its first instant;
 * null for anything else. Days by Howard Hinnant's `days_from_civil`, so that no clock is touched.
 */
export function parseDate(text: string | null): EpochMs | null {
  const match = /^(-?\d{1,4})(?:-(\d{2}))?(?:-(\d{2}))?(?:T.*)?$/.exec(text?.trim() ?? '')
  if (!match) return null
  const [year, month, day] = [Number(match[1]), Number(match[2] ?? 1), Number(match[3] ?? 1)]
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null
  return daysFromCivil(year, month, day) * DAY_MS
}

export function startOfUtcDay(now: EpochMs): EpochMs {
  return Math.floor(now / DAY_MS) * DAY_MS
}

export function nextUtcDay(now: EpochMs): EpochMs {
  return startOfUtcDay(now) + DAY_MS
}

function daysIn(year: number, month: number): number {
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (month === 2) return leap ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}
