/** Tells work that it should end early. Reasons: the engine stops, a person paused, or the document was cancelled. */
export interface Cancellation {
  readonly cancelled: boolean
  /** Called once, at once if it is cancelled already; returns a function that takes it back. */
  onCancel(run: () => void): () => void
}

export interface CancellationSource extends Cancellation {
  cancel(): void
}

/** Thrown by what was ended early: never a failure, nothing is recorded for it. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

/** For a `catch`: what was ended early has no result. */
export function nullIfCancelled(thrown: unknown): null {
  if (thrown instanceof Cancelled) return null
  throw thrown
}

export function createCancellation(): CancellationSource {
  let cancelled = false
  const listeners = new Set<() => void>()
  return {
    get cancelled() {
      return cancelled
    },
    onCancel(run) {
      if (cancelled) {
        run()
        return () => {}
      }
      listeners.add(run)
      return () => listeners.delete(run)
    },
    cancel() {
      if (cancelled) return
      cancelled = true
      for (const run of listeners) run()
      listeners.clear()
    },
  }
}
