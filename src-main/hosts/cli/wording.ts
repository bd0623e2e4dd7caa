import type { ErrorInfo } from '../../../src-shared/contract/errors.ts'
import { MICRO_USD_PER_USD, formatUsd } from '../../../src-shared/model/money.ts'

/** What a person types before a verb. */
export const COMMAND = 'npm start --'

const NUMBER = new Intl.NumberFormat('en-US')

/** "7,640". */
export function formatCount(value: number): string {
  return NUMBER.format(Math.round(value))
}

/** "1 document", "3 documents". */
export function counted(value: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(value)} ${value === 1 ? noun : plural}`
}

/** "2026-01-02 12:00 UTC". */
export function utcMinute(at: number): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Dollars as the contract gives them, exact to the micro-dollar: for sums. */
export function formatExactCost(usd: number): string {
  return formatUsd(Math.round(usd * MICRO_USD_PER_USD))
}

/** Dollars to the precision that matters, two digits below ten cents: "$0.61", "$0.00050". */
export function formatCost(usd: number): string {
  if (usd === 0 || usd >= 0.1) return `$${usd.toFixed(2)}`
  return `$${usd.toFixed(Math.min(6, 1 - Math.floor(Math.log10(usd))))}`
}

/** Cut in the middle, so that both ends of a file's name can be read. Width in characters. */
export function cutMiddle(text: string, width: number): string {
  const letters = [...text]
  if (letters.length <= width) return text
  if (width <= 1) return '…'.slice(0, width)
  const tail = Math.floor((width - 1) / 2)
  return `${letters.slice(0, width - 1 - tail).join('')}…${tail === 0 ? '' : letters.slice(-tail).join('')}`
}

/** Pages as people write them: "3", "3–5, 9". */
export function formatPages(pages: readonly number[]): string {
  const ranges: [number, number][] = []
  for (const page of [...new Set(pages)].toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last && page === last[1] + 1) last[1] = page
    else ranges.push([page, page])
  }
  return ranges.map(([from, to]) => (from === to ? `${from}` : `${from}–${to}`)).join(', ')
}

/** What was expected and came, what to do, and the code, small. */
export function formatError(error: ErrorInfo): string {
  return `${error.message}\n  ${error.remedy} (${error.code})`
}
