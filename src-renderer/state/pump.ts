/** Asks for one later call; the answer takes it back. */
export type Schedule = (run: () => void) => () => void

/** The next frame; where the page is hidden, and so draws none, a quarter of a second. */
export const nextFrame: Schedule = (run) => {
  if (document.hidden) {
    const timer = setTimeout(run, 250)
    return () => clearTimeout(timer)
  }
  const frame = requestAnimationFrame(run)
  // A page that is hidden meanwhile would wait for its frame until it is shown again.
  const timer = setTimeout(() => {
    cancelAnimationFrame(frame)
    run()
  }, 1000)
  const stop = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
  return stop
}

export interface Pump<T> {
  push: (item: T) => void
  /** Forgets what has not been applied, for a snapshot holds it. */
  clear: () => void
}

/** Gathers items and applies them at most once a frame: 200 events a second cost 60 renders, not 200. */
export function createPump<T>(apply: (items: readonly T[]) => void, schedule: Schedule = nextFrame): Pump<T> {
  let items: T[] = []
  let cancel: (() => void) | null = null
  const flush = () => {
    cancel?.()
    cancel = null
    const batch = items
    items = []
    if (batch.length > 0) apply(batch)
  }
  return {
    push(item) {
      items.push(item)
      cancel ??= schedule(flush)
    },
    clear() {
      cancel?.()
      cancel = null
      items = []
    },
  }
}
