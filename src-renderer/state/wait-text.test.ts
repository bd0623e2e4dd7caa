import { describe, expect, it } from 'vitest'
import type { WaitReason } from '../../src-shared/contract/events.ts'
import { waitText } from './wait-text.ts'

const NOW = 1_000_000
const reason = (over: Partial<WaitReason>): WaitReason => ({
  kind: 'output tokens',
  text: 'output tokens',
  since: NOW - 1000,
  until: NOW + 3400,
  error: null,
  needsPerson: false,
  ...over,
})

describe('the reason of a wait', () => {
  it('counts down to the next slot', () => expect(waitText(reason({}), NOW)).toBe('output tokens: 4 s'))
  it('names no time that has passed', () => expect(waitText(reason({ until: NOW - 1 }), NOW)).toBe('output tokens'))
  it('names what holds the lane', () => {
    const error = { code: 'key_rejected', message: '', remedy: '' } as const
    expect(waitText(reason({ kind: 'service', error }), NOW)).toBe('held: key rejected')
    expect(waitText(reason({ kind: 'service', until: null, text: 'no network' }), NOW)).toBe('held: no network')
  })
  it('says what the API asked for', () =>
    expect(waitText(reason({ kind: 'retry-after' }), NOW)).toBe('the rest that the API asked for: 4 s'))
})
