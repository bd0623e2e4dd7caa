import type { QueueRow } from '../../../src-shared/contract/schemas.ts'
import type { Activity, EngineEvent, Progress, RowChanges, TokenWindow } from '../../../src-shared/contract/events.ts'

/** Activities that a slow subscriber may be behind; the oldest go first, and it can read them from the store. */
const MOST_WAITING = 200

/** Hands events to any number of subscribers. Nobody is waited for: a slow one gets the latest progress and the last activities. */
export interface EventHub {
  progress(data: Progress): void
  window(data: TokenWindow): void
  rows(data: RowChanges): void
  activity(data: Activity): void
  subscribe(): AsyncIterableIterator<EngineEvent>
  subscribers(): number
  close(): void
}

interface Subscriber {
  progress: Progress | null
  window: TokenWindow | null
  /** The latest of each row: bounded by the number of documents. */
  changed: Map<string, QueueRow>
  removed: Set<string>
  activities: Activity[]
  wake: () => void
  ended: boolean
}

export function createEventHub(): EventHub {
  const subscribers = new Set<Subscriber>()
  const tell = (change: (subscriber: Subscriber) => void) => {
    for (const subscriber of subscribers) {
      change(subscriber)
      subscriber.wake()
    }
  }
  const end = (subscriber: Subscriber) => {
    subscriber.ended = true
    subscribers.delete(subscriber)
    subscriber.wake()
  }
  return {
    progress: (data) => tell((s) => (s.progress = data)),
    window: (data) => tell((s) => (s.window = data)),
    rows: (data) =>
      tell((s) => {
        for (const row of data.changed) s.changed.set(row.id, row)
        for (const id of data.removed) {
          s.changed.delete(id)
          s.removed.add(id)
        }
      }),
    activity: (data) =>
      tell((s) => {
        s.activities.push(data)
        if (s.activities.length > MOST_WAITING) s.activities.shift()
      }),
    subscribe() {
      const subscriber: Subscriber = {
        progress: null,
        window: null,
        changed: new Map(),
        removed: new Set(),
        activities: [],
        wake: () => {},
        ended: false,
      }
      subscribers.add(subscriber)
      return iterate(subscriber, () => end(subscriber))
    },
    subscribers: () => subscribers.size,
    close: () => [...subscribers].forEach(end),
  }
}

/** What happened comes before how things stand, so that the last event of a burst is true. */
function take(subscriber: Subscriber): EngineEvent | null {
  const activity = subscriber.activities.shift()
  if (activity) return { type: 'activity', data: activity }
  if (subscriber.changed.size > 0 || subscriber.removed.size > 0) {
    const data = { changed: [...subscriber.changed.values()], removed: [...subscriber.removed] }
    subscriber.changed.clear()
    subscriber.removed.clear()
    return { type: 'rows', data }
  }
  const { window, progress } = subscriber
  if (window) {
    subscriber.window = null
    return { type: 'window', data: window }
  }
  subscriber.progress = null
  return progress && { type: 'progress', data: progress }
}

function iterate(subscriber: Subscriber, end: () => void): AsyncIterableIterator<EngineEvent> {
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      for (;;) {
        const value = take(subscriber)
        if (value) return { done: false, value }
        if (subscriber.ended) return { done: true, value: undefined }
        await new Promise<void>((resolve) => (subscriber.wake = resolve))
      }
    },
    return() {
      end()
      return Promise.resolve({ done: true, value: undefined })
    },
  }
}
