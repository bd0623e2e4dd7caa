import { describe, expect, it } from 'vitest'
import { readLimits } from './answer-headers.ts'

const limits = (headers: Record<string, string>) => readLimits(new Headers(headers))

describe('readLimits', () => {
  it('takes whole numbers only, and leaves out what is not said', () => {
    expect(
      limits({
        'anthropic-ratelimit-requests-limit': '50',
        'anthropic-ratelimit-requests-remaining': '0',
        'anthropic-ratelimit-input-tokens-limit': '50000',
        'anthropic-ratelimit-output-tokens-remaining': 'many',
      }),
    ).toEqual({ requests: { limit: 50, remaining: 0 }, input: { limit: 50_000 } })
    expect(limits({})).toEqual({})
    expect(readLimits(null)).toEqual({})
  })
})
