import { expect, it } from 'vitest'
import { timeNamedIn } from './named-time.ts'

it.each([
  ['You have reached your API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.', '2026-12-01T00:00Z'],
  ['regain access on 2026-12-01 at 06:30 UTC', '2026-12-01T06:30Z'],
  ['again from 2026-12-01T06:30:00Z', '2026-12-01T06:30Z'],
  ['again from 2026-12-01', '2026-12-01T00:00Z'],
])('reads the time from "%s"', (sentence, time) => {
  expect(timeNamedIn(sentence)).toBe(Date.parse(time))
})

it.each(['the limit is reached', 'of 2026-13-01 nobody has heard', 'call 2026-1 failed'])(
  'finds none in "%s"',
  (sentence) => {
    expect(timeNamedIn(sentence)).toBeNull()
  },
)
