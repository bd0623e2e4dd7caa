const UNITS = ['kB', 'MB', 'GB', 'TB']

/** Decimal units, as the disk's maker counts: "512 B", "88.2 MB", "2.9 GB". */
export function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`
  let value = bytes / 1000
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000
    unit += 1
  }
  return `${value < 9.95 || unit > 0 ? value.toFixed(1) : value.toFixed(0)} ${UNITS[unit]}`
}
