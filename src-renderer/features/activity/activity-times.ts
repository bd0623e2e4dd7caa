const DAY_MS = 86_400_000

/** Kept: making one costs more than a hundred uses, and a list of activities has a time in each line. */
const time = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** "14:03:21", by this computer's clock. */
export function timeLabel(at: number): string {
  return time.format(at)
}

/** "Today", "Yesterday", else "Tue 24 Nov", with the year where it is another. `start` is a midnight. */
export function dayLabel(start: number, now: number): string {
  const today = new Date(now).setHours(0, 0, 0, 0)
  // A day may last 23 or 25 hours where clocks are changed.
  const days = Math.round((today - start) / DAY_MS)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  const sameYear = new Date(start).getFullYear() === new Date(now).getFullYear()
  const part = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat('en-GB', options).format(start)
  const date = part({ day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) })
  return `${part({ weekday: 'short' })} ${date}`
}
