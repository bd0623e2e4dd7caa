import type { CommandOutput } from '../../src-shared/contract/commands.ts'
import type { EngineEvent } from '../../src-shared/contract/events.ts'
import type { AppState } from './app-store.ts'
import { applyRowChanges, orderOf } from './rows.ts'
import { appendWindow } from './window-history.ts'

/** How many activities are kept; the Activity screen asks for older ones. */
const ACTIVITIES = 300

export interface Snapshot {
  queue: CommandOutput<'queue.get'>
  progress: CommandOutput<'queue.progress'>
  window: CommandOutput<'window.get'>
  activities: CommandOutput<'activity.list'>['activities']
}

/** The state as the engine tells it anew; events that were missed are in it. */
export function fromSnapshot({ queue, progress, window, activities }: Snapshot): Partial<AppState> {
  const { now, ...history } = window
  const rows = new Map(queue.documents.map((row) => [row.id, row]))
  return { progress, paused: queue.paused, rows, order: orderOf(rows), window: now, history, activities }
}

/** What a batch of events changes, in their order; the last of a coalescing stream wins. */
export function applyEvents(state: AppState, events: readonly EngineEvent[]): Partial<AppState> {
  const next: Partial<AppState> = {}
  const rowBatches = []
  for (const event of events) {
    switch (event.type) {
      case 'progress':
        next.progress = event.data
        next.paused = event.data.paused
        break
      case 'window': {
        const history = next.history ?? state.history
        const last = next.window ?? state.window
        if (history) next.history = appendWindow(history, last, event.data)
        next.window = event.data
        break
      }
      case 'rows':
        rowBatches.push(event.data)
        break
      case 'activity': {
        const activities = next.activities ?? state.activities
        const newest = activities[0]?.seq ?? -1
        // An activity may come with the snapshot and as an event.
        if (event.data.seq > newest) next.activities = [event.data, ...activities].slice(0, ACTIVITIES)
        break
      }
    }
  }
  if (rowBatches.length > 0) Object.assign(next, applyRowChanges(state, rowBatches))
  return next
}
