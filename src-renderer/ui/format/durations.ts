const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** A time as people say it, two units at most: "0.9 s", "4 s", "12 min", "1 h 20 min", "3 d 4 h". */
export function formatDuration(ms: number): string {
  if (ms < SECOND) return `${(Math.max(0, ms) / SECOND).toFixed(1)} s`
  if (ms < 99.5 * SECOND) return `${Math.round(ms / SECOND)} s`
  if (ms < HOUR - MINUTE / 2) return `${Math.round(ms / MINUTE)} min`
  if (ms < DAY - MINUTE / 2) return twoUnits(Math.round(ms / MINUTE), 60, 'h', 'min')
  return twoUnits(Math.round(ms / HOUR), 24, 'd', 'h')
}

/** A wait counted down in whole seconds, rounded up so that it never says 0 while it lasts: "4 s". */
export function formatCountdown(ms: number): string {
  return formatDuration(Math.ceil(Math.max(0, ms) / SECOND) * SECOND)
}

/** "in 12 min"; what is past or at once is "now". */
export function formatIn(ms: number): string {
  return ms < SECOND ? 'now' : `in ${formatDuration(ms)}`
}

/** Time that something took, with one decimal below ten seconds: "2.1 s", "34 min 10 s". */
export function formatTook(ms: number): string {
  if (ms < 10 * SECOND) return `${(ms / SECOND).toFixed(1)} s`
  if (ms < MINUTE) return `${Math.round(ms / SECOND)} s`
  if (ms < HOUR) return twoUnits(Math.round(ms / SECOND), 60, 'min', 's')
  return formatDuration(ms)
}

function twoUnits(small: number, perLarge: number, large: string, unit: string): string {
  const rest = small % perLarge
  return `${Math.floor(small / perLarge)} ${large}${rest === 0 ? '' : ` ${rest} ${unit}`}`
}
