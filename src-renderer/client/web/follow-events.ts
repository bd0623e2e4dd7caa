import type { EngineEvent } from '../../../src-shared/contract/events.ts'

export interface EventSource {
  /** One stream; ends or rejects when the connection does. */
  open(signal: AbortSignal): Promise<AsyncIterable<EngineEvent>>
  /** Resolves after that time, or sooner where there is reason to try again. */
  wait(ms: number, signal: AbortSignal): Promise<void>
}

const FIRST_WAIT_MS = 250
const LONGEST_WAIT_MS = 5000

/**
 * Follows one stream after the other until the returned function is called. `onConnection(true)` comes with the first
 * event of a stream, which proves that the engine has subscribed: what is read after it misses nothing.
 */
export function followEvents(
  source: EventSource,
  onEvent: (event: EngineEvent) => void,
  onConnection: (online: boolean) => void,
): () => void {
  const stopped = new AbortController()
  const { signal } = stopped
  let told: boolean | null = null
  const tell = (online: boolean) => {
    if (told !== online && !signal.aborted) onConnection(online)
    told = online
  }
  const follow = async () => {
    let waitMs = FIRST_WAIT_MS
    while (!signal.aborted) {
      try {
        for await (const event of await source.open(signal)) {
          if (signal.aborted) return
          waitMs = FIRST_WAIT_MS
          tell(true)
          onEvent(event)
        }
      } catch {
        // Why does not matter: it is tried again, and calls say what is wrong.
      }
      tell(false)
      await source.wait(waitMs, signal)
      waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS)
    }
  }
  void follow()
  return () => stopped.abort()
}

/** Waits, but not longer than until the page has a reason to try: it is looked at, online again, or known again. */
export function waitOrWake(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const over = new AbortController()
    const end = () => {
      clearTimeout(timer)
      over.abort()
      resolve()
    }
    const timer = setTimeout(end, ms)
    for (const [target, name] of [
      [window, 'online'],
      [window, 'focus'],
      [window, 'storage'],
      [signal, 'abort'],
    ] as const) {
      target.addEventListener(name, end, { signal: over.signal })
    }
    if (signal.aborted) end()
  })
}
