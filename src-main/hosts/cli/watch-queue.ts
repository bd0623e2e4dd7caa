import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineEvent, Progress } from '../../../src-shared/contract/events.ts'
import type { Api } from '../api.ts'
import { COMMAND } from './wording.ts'

/** Nothing may happen for long, but a countdown moves, and what was missed while changing owners is seen. */
const TICK_MS = 1000

/** Engine events, and the present progress whenever none came for a second. Ends when the signal aborts or the engine stops. */
export async function* watchQueue(session: Api, signal: AbortSignal): AsyncGenerator<EngineEvent> {
  const over = new AbortController()
  const events = session.events(AbortSignal.any([signal, over.signal]))[Symbol.asyncIterator]()
  try {
    // Not a race: one event may be awaited for days, and would keep a trace of every tick.
    while (!signal.aborted) {
      const next = events.next()
      const came = new AbortController()
      const wake = () => came.abort()
      next.then(wake, wake)
      while (await tick(came.signal)) {
        if (signal.aborted) return
        yield { type: 'progress', data: await session.call('queue.progress', {}) }
      }
      const result = await next
      if (result.done) return
      yield result.value
    }
  } finally {
    over.abort()
  }
}

/** False as soon as the signal aborts. */
function tick(signal: AbortSignal): Promise<boolean> {
  return sleep(TICK_MS, true, { signal }).catch(() => false)
}

/** Why working the queue is over for this command; `reason`: why and what to do, without a full stop at its end. */
export type QueueEnd = { kind: 'done' } | { kind: 'person'; reason: string }

/**
 * Judges what the engine says of itself. A pause, of all or of a phase that holds
 * all, ends the run only where it was set before it, be it that a document was still
 * being finished: one that is set later was set by a person who is there.
 */
export function queueEnd(progress: Progress, pausedBefore: boolean): QueueEnd | null {
  if (progress.documentsLeft === 0) return { kind: 'done' }
  const { waitReason } = progress
  if (waitReason?.needsPerson) {
    const remedy = waitReason.error?.remedy.replace(/\.$/, '')
    return { kind: 'person', reason: remedy === undefined ? waitReason.text : `${waitReason.text}. ${remedy}` }
  }
  if (pausedBefore && progress.state === 'paused') {
    return { kind: 'person', reason: `${waitReason?.text ?? 'paused'}: ${COMMAND} resume` }
  }
  return null
}
