import { setTimeout as sleep } from 'node:timers/promises'
import type { Api } from '../api.ts'

/** How long the engine may take to answer before it is told to be not ready. */
const READY_MS = 2000

/** Whether the engine answers. */
export async function isReady(api: Pick<Api, 'call'>): Promise<boolean> {
  const answered = api.call('queue.progress', {}).then(
    () => true,
    () => false,
  )
  const waited = new AbortController()
  const late = sleep(READY_MS, false, { signal: waited.signal }).catch(() => false)
  try {
    return await Promise.race([answered, late])
  } finally {
    waited.abort()
  }
}

/** The queue in figures, for a monitor: no document is named. */
export async function queueHealth(api: Pick<Api, 'call'>) {
  const progress = await api.call('queue.progress', {})
  const { state, waitReason, provider, documentsLeft, documentsEnded, documentsLossy, chunksLeft } = progress
  const { utilisationPct, tokensPerMinute, etaMs, today } = progress
  return {
    state,
    waitReason,
    provider,
    documentsLeft,
    documentsEnded,
    documentsLossy,
    chunksLeft,
    utilisationPct,
    tokensPerMinute,
    etaMs,
    today,
  }
}
