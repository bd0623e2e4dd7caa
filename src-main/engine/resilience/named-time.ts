import { parseDate } from '../pipeline/dates.ts'
import type { EpochMs } from '../ports.ts'

const NAMED = /\b(\d{4}-\d{2}-\d{2})(?:(?:T| at | )(\d{2}):(\d{2}))?/
const MINUTE_MS = 60_000

/** The first day that a sentence names, with its time where there is one (UTC); null when it names none. */
export function timeNamedIn(sentence: string): EpochMs | null {
  const [, day = null, hours = '0', minutes = '0'] = NAMED.exec(sentence) ?? []
  const begins = parseDate(day)
  return begins === null ? null : begins + (Number(hours) * 60 + Number(minutes)) * MINUTE_MS
}
