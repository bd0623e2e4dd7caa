/** Kept, for making one costs more than many uses. */
const whole = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 })
const oneDecimal = new Intl.NumberFormat('en-US', { maximumFractionDigits: 1 })

/** "7,640". */
export function formatCount(value: number): string {
  return whole.format(value)
}

/** "7,640 of 10,000". */
export function formatOf(part: number, whole: number): string {
  return `${formatCount(part)} of ${formatCount(whole)}`
}

/** A percentage as a whole number, but never 0 or 100 where it is not quite: "76 %", "< 1 %", "> 99 %". */
export function formatPercent(percent: number): string {
  if (percent > 0 && percent < 0.5) return '< 1 %'
  if (percent > 99.5 && percent < 100) return '> 99 %'
  return `${Math.round(percent)} %`
}

/** "1 chunk", "3 chunks"; an irregular plural is named. */
export function formatNumberOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** For an axis with little room: "50,000", "400k", "1.2M". */
export function formatShort(value: number): string {
  if (value < 100_000) return formatCount(value)
  if (value < 1_000_000) return `${formatCount(value / 1000)}k`
  return `${oneDecimal.format(value / 1_000_000)}M`
}
