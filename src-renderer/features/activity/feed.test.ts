import { describe, expect, it } from 'vitest'
import type { Activity } from '../../../src-shared/contract/events.ts'
import { byDay, matchesKinds, mergeActivities, toneOf } from './feed.ts'

function activity(seq: number, kind = 'document.completed', at = seq): Activity {
  return { seq, at, kind, documentId: null, text: `activity ${seq}` }
}

describe('the activity feed', () => {
  it('merges what arrived live with what was loaded, each once, newest first', () => {
    const merged = mergeActivities([activity(9), activity(8)], [activity(8), activity(7)])
    expect(merged.map(({ seq }) => seq)).toEqual([9, 8, 7])
  })

  it('filters by the beginning of the kind', () => {
    expect(matchesKinds(activity(1), [])).toBe(true)
    expect(matchesKinds(activity(1), ['queue.', 'document.'])).toBe(true)
    expect(matchesKinds(activity(1), ['queue.'])).toBe(false)
  })

  it('groups by the day of this computer', () => {
    const noon = new Date(2026, 10, 24, 12).getTime()
    const days = byDay([
      activity(3, 'x', noon),
      activity(2, 'x', noon - 3_600_000),
      activity(1, 'x', noon - 86_400_000),
    ])
    expect(days.map((day) => day.activities.map(({ seq }) => seq))).toEqual([[3, 2], [1]])
    expect(days[0]?.start).toBe(new Date(2026, 10, 24).getTime())
  })

  it('sets off what failed and what is paused', () => {
    expect(['document.failed', 'queue.paused', 'document.completed', 'document.known'].map(toneOf)).toEqual([
      'failed',
      'paused',
      'done',
      'plain',
    ])
  })
})
