/** A few places and a line in front of them, in order of coming. */
export interface Places {
  /** Resolves when there is a place, with what gives it back. Rejects when the signal aborts before. */
  take(signal: AbortSignal): Promise<() => void>
}

export function createPlaces(count: number): Places {
  let free = count
  const line = new Set<() => void>()
  const leave = () => {
    const [next] = line
    if (next) {
      line.delete(next)
      next()
    } else free += 1
  }
  return {
    async take(signal) {
      signal.throwIfAborted()
      if (free > 0) {
        free -= 1
        return once(leave)
      }
      return new Promise((resolve, reject) => {
        const enter = () => {
          signal.removeEventListener('abort', giveUp)
          resolve(once(leave))
        }
        const giveUp = () => {
          line.delete(enter)
          reject(signal.reason as Error)
        }
        line.add(enter)
        signal.addEventListener('abort', giveUp, { once: true })
      })
    },
  }
}

function once(run: () => void): () => void {
  let done = false
  return () => {
    if (!done) run()
    done = true
  }
}
