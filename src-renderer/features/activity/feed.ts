import type { Activity } from '../../../src-shared/contract/events.ts'

/** What can be shown alone; `kinds` are beginnings of kinds, as `activity.list` takes them. */
export const ACTIVITY_FILTERS = [
  { id: 'all', label: 'All', kinds: [] },
  { id: 'documents', label: 'Documents', kinds: ['document.', 'offline.'] },
  { id: 'lane', label: 'Lane', kinds: ['lane.', 'key.'] },
  { id: 'queue', label: 'Queue', kinds: ['queue.'] },
  { id: 'engine', label: 'Engine', kinds: ['engine.', 'setting.', 'store.'] },
] as const

export type ActivityFilter = (typeof ACTIVITY_FILTERS)[number]

export function matchesKinds(activity: Activity, kinds: readonly string[]): boolean {
  return kinds.length === 0 || kinds.some((beginning) => activity.kind.startsWith(beginning))
}

/** One list out of several that overlap, newest first. */
export function mergeActivities(...lists: readonly (readonly Activity[])[]): Activity[] {
  const bySeq = new Map(lists.flat().map((activity) => [activity.seq, activity]))
  return [...bySeq.values()].toSorted((a, b) => b.seq - a.seq)
}

export type Tone = 'plain' | 'done' | 'waiting' | 'paused' | 'failed'

/** How an activity is set off, by the verb at the end of its kind. */
export function toneOf(kind: string): Tone {
  const verb = kind.slice(kind.lastIndexOf('.') + 1)
  if (['completed', 'caught_up', 'resumed', 'opened', 'recovered', 'added'].includes(verb)) return 'done'
  if (['failed', 'refused', 'rejected', 'crashed'].includes(verb)) return 'failed'
  if (['held', 'waiting'].includes(verb)) return 'waiting'
  if (verb === 'paused') return 'paused'
  return 'plain'
}

interface Day {
  /** Midnight of this computer's time zone. */
  start: number
  activities: Activity[]
}

/** Days, newest first, by this computer's calendar. */
export function byDay(activities: readonly Activity[]): Day[] {
  const days: Day[] = []
  for (const activity of activities) {
    const start = new Date(activity.at).setHours(0, 0, 0, 0)
    const day = days.at(-1)
    if (day?.start === start) day.activities.push(activity)
    else days.push({ start, activities: [activity] })
  }
  return days
}
