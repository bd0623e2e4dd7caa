import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Settles as the work does, however long it takes, while the peer answers a hello now and then. Rejects with `silence()`
 * once one is not answered within `ms`: the system keeps the connections of a stopped process open.
 */
export async function whileAnswering<T>(
  work: Promise<T>,
  hello: (signal: AbortSignal) => Promise<unknown>,
  ms: number,
  silence: () => Error,
): Promise<T> {
  const over = new AbortController()
  const watch = async (): Promise<never> => {
    for (;;) {
      await sleep(ms, undefined, { signal: over.signal })
      const patience = AbortSignal.timeout(ms)
      // A peer that is gone ends the work itself.
      await hello(patience).catch(() => {
        if (patience.aborted) throw silence()
      })
    }
  }
  try {
    return await Promise.race([work, watch()])
  } finally {
    over.abort()
  }
}
