import { setTimeout as sleep } from 'node:timers/promises'

/** Looks again this soon. A state is waited for, however long it takes; the test's own time limit is the end. */
const LOOK_EVERY_MS = 5

type Nothing = null | undefined | false | 0 | ''

/** Resolves with the first value of `look` that is not null, undefined, false, 0 or empty: a count is waited for too. */
export async function until<T>(look: () => T | Promise<T>): Promise<Exclude<T, Nothing>> {
  for (;;) {
    const seen = await look()
    if (seen) return seen as Exclude<T, Nothing>
    await sleep(LOOK_EVERY_MS)
  }
}
