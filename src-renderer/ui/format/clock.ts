interface ClockOptions {
  now: number
  /** The person's own where none is named. */
  timeZone?: string
}

function part(at: number, options: Intl.DateTimeFormatOptions, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat('en-GB', { ...options, ...(timeZone === undefined ? {} : { timeZone }) }).format(at)
}

/** A time of today as "15:00", of another day as "Thu 26 Nov, 15:00", of another year with the year. */
export function formatClock(at: number, { now, timeZone }: ClockOptions): string {
  const time = part(at, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }, timeZone)
  const day = (ms: number) => part(ms, { year: 'numeric', month: 'numeric', day: 'numeric' }, timeZone)
  if (day(at) === day(now)) return time
  const sameYear = part(at, { year: 'numeric' }, timeZone) === part(now, { year: 'numeric' }, timeZone)
  const weekday = part(at, { weekday: 'short' }, timeZone)
  const date = part(at, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }, timeZone)
  return `${weekday} ${date}, ${time}`
}
