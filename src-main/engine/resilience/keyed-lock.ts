/** One at a time for each key, in the order of asking; different keys do not wait for each other. */
export interface KeyedLock {
  hold<T>(key: string, work: () => Promise<T>): Promise<T>
}

export function createKeyedLock(): KeyedLock {
  /** The end of the last work that was asked for, whichever way it ends. */
  const ends = new Map<string, Promise<unknown>>()
  return {
    async hold(key, work) {
      const mine = (ends.get(key) ?? Promise.resolve()).then(work)
      const end = mine.catch(() => {})
      ends.set(key, end)
      try {
        return await mine
      } finally {
        if (ends.get(key) === end) ends.delete(key)
      }
    },
  }
}
