import type { LimitHeader, RateLimitHeaders } from '../../engine/ports.ts'

/** Where a header can be read; the SDK's and undici's Headers both are. */
export interface HeaderSource {
  get(name: string): string | null
}

/** No wait that a server asks for is longer: what is longer is a fault of theirs, and the queue looks again. */
const LONGEST_RETRY_AFTER_MS = 3_600_000

function count(headers: HeaderSource, name: string): number | undefined {
  const text = headers.get(name)
  return text !== null && /^\d+$/.test(text) ? Number(text) : undefined
}

function limitHeader(headers: HeaderSource, dimension: string): LimitHeader | undefined {
  const limit = count(headers, `anthropic-ratelimit-${dimension}-limit`)
  const remaining = count(headers, `anthropic-ratelimit-${dimension}-remaining`)
  if (limit === undefined && remaining === undefined) return undefined
  return { ...(limit === undefined ? {} : { limit }), ...(remaining === undefined ? {} : { remaining }) }
}

/** What an answer says of the limits of a minute; a dimension it says nothing of is absent. */
export function readLimits(headers: HeaderSource | null): RateLimitHeaders {
  if (!headers) return {}
  const requests = limitHeader(headers, 'requests')
  const input = limitHeader(headers, 'input-tokens')
  const output = limitHeader(headers, 'output-tokens')
  return { ...(requests ? { requests } : {}), ...(input ? { input } : {}), ...(output ? { output } : {}) }
}

/**
 * `retry-after` in milliseconds: whole seconds, or an HTTP date as a proxy may send it. Null where there is none that
 * makes sense (negative, not a number, a date gone by); never more than an hour.
 * @param now UTC epoch milliseconds, for the date form.
 */
export function readRetryAfter(headers: HeaderSource | null, now: number): number | null {
  const text = headers?.get('retry-after')?.trim()
  if (!text) return null
  const seconds = Number(text)
  const ms = Number.isNaN(seconds) ? Date.parse(text) - now : seconds * 1000
  return ms >= 0 ? Math.min(ms, LONGEST_RETRY_AFTER_MS) : null
}
