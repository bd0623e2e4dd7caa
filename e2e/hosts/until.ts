import { setTimeout as sleep } from 'node:timers/promises'

/** Looks again this soon. A state is waited for, however long it takes; the test's own time limit is the end. */
const LOOK_EVERY_MS = 5

/** Resolves with the first value of `look` that is not null, undefined or false. */
export async function until<T>(look: () => T | Promise<T>): Promise<Exclude<T, null | undefined | false>> {
  for (;;) {
    const seen = await look()
    if (seen !== null && seen !== undefined && seen !== false) return seen as Exclude<T, null | undefined | false>
    await sleep(LOOK_EVERY_MS)
  }
}
