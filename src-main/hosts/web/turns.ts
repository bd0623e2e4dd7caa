/** A turn among those of one sender. */
export interface Turn {
  /** Resolves when every turn that was taken before has ended. */
  come: Promise<void>
  end(): void
}

/** Gives turns in the order in which they are taken. */
export function createTurns(): (sender: string) => Turn {
  const last = new Map<string, Promise<void>>()
  return (sender) => {
    const come = last.get(sender) ?? Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    const ended = come.then(() => promise)
    last.set(sender, ended)
    void ended.then(() => last.get(sender) === ended && last.delete(sender))
    return { come, end: resolve }
  }
}
