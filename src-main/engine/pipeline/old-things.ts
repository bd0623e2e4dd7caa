import type { AgeCursor, Clock, EpochMs, OldAnswers, OldFiles, Store } from '../ports.ts'
import { turn } from './turn.ts'

const DAY_MS = 86_400_000
/** Rows that one step looks at, or removes: some milliseconds. */
const LOOKED_AT_ONCE = 100
const REMOVED_AT_ONCE = 20

const NO_ANSWERS: OldAnswers = { answers: 0, input: 0, output: 0, cost: 0 }
const NO_FILES: OldFiles = { files: 0, bytes: 0 }

/** What is older than it is to be kept, and its removal, in slices: the host's loop turns between them. */
export function createOldThings(store: Store, clock: Pick<Clock, 'now' | 'after'>) {
  /** Null where it is kept for ever: 0 days. */
  const before = (days: number) => (days === 0 ? null : clock.now() - days * DAY_MS)

  return {
    async answers(days: number): Promise<OldAnswers> {
      const time = before(days)
      if (time === null) return NO_ANSWERS
      return walk(clock, NO_ANSWERS, (after) => store.oldAnswers(time, after, LOOKED_AT_ONCE))
    },
    async files(days: number): Promise<OldFiles> {
      const time = before(days)
      if (time === null) return NO_FILES
      return walk(clock, NO_FILES, (after) => store.oldFiles(time, after, LOOKED_AT_ONCE))
    },
    async removeAnswers(days: number): Promise<OldAnswers> {
      const time = before(days)
      if (time === null) return NO_ANSWERS
      const now: EpochMs = clock.now()
      const removed = await walk(clock, NO_ANSWERS, (after) => store.removeAnswers(time, after, REMOVED_AT_ONCE, now))
      while (!(await store.clearTraces())) await turn(clock)
      return removed
    },
    /** `release`: removes bytes that no row needs. */
    async removeFiles(days: number, release: (sha256: string) => Promise<unknown>): Promise<OldFiles> {
      const time = before(days)
      if (time === null) return NO_FILES
      const now: EpochMs = clock.now()
      return walk(clock, NO_FILES, async (after) => {
        const step = await store.removeFiles(time, after, REMOVED_AT_ONCE, now)
        for (const sha256 of step.sha256s) await release(sha256)
        return step
      })
    },
  }
}

/** Adds up what each step finds, up to the last. */
async function walk<T extends Record<keyof T, number>>(
  clock: Pick<Clock, 'after'>,
  none: T,
  step: (after: AgeCursor | null) => Promise<{ next: AgeCursor | null; old: T }>,
): Promise<T> {
  const sum = { ...none }
  let after: AgeCursor | null = null
  do {
    const { next, old } = await step(after)
    for (const key of Object.keys(sum) as (keyof T)[]) sum[key] = (sum[key] + old[key]) as T[keyof T]
    after = next
    await turn(clock)
  } while (after !== null)
  return sum
}
