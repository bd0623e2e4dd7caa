interface ClockOptions {
  now: number
  /** The person's own where none is named. */
  timeZone?: string
}

interface Formatters {
  time: Intl.DateTimeFormat
  day: Intl.DateTimeFormat
  dayOfYear: Intl.DateTimeFormat
  year: Intl.DateTimeFormat
  weekday: Intl.DateTimeFormat
}

/** Kept: making one costs more than a hundred uses, and each row of a table formats its times at every frame. */
const made = new Map<string | undefined, Formatters>()

function formatters(timeZone: string | undefined): Formatters {
  const known = made.get(timeZone)
  if (known) return known
  const make = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', { ...options, timeZone })
  const all = {
    time: make({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }),
    day: make({ year: 'numeric', month: 'numeric', day: 'numeric' }),
    dayOfYear: make({ day: 'numeric', month: 'short' }),
    year: make({ year: 'numeric' }),
    weekday: make({ weekday: 'short' }),
  }
  made.set(timeZone, all)
  return all
}

/** A time of today as "15:00", of another day as "Thu 26 Nov, 15:00", of another year with the year. */
export function formatClock(at: number, { now, timeZone }: ClockOptions): string {
  const { time, day, dayOfYear, year, weekday } = formatters(timeZone)
  if (day.format(at) === day.format(now)) return time.format(at)
  const itsYear = year.format(at)
  const date = `${weekday.format(at)} ${dayOfYear.format(at)}${itsYear === year.format(now) ? '' : ` ${itsYear}`}`
  return `${date}, ${time.format(at)}`
}
