import type { Clock } from '../ports.ts'
import { turn } from './turn.ts'

/**
 * Does something to many items, `size` at a time, in their order, and gives all results. Between two slices the host's loop
 * turns, as before the first and after the last; what fits into one slice is done at once. Others work meanwhile: each slice
 * finds its items as they are then, and must bear that one is gone.
 * @param size so few that a slice takes some milliseconds.
 */
export async function inSlices<T, R>(
  clock: Pick<Clock, 'after'>,
  items: readonly T[],
  size: number,
  step: (slice: T[]) => Promise<readonly R[]>,
): Promise<R[]> {
  if (items.length <= size) return [...(await step([...items]))]
  const results: R[] = []
  for (let from = 0; from < items.length; from += size) {
    await turn(clock)
    results.push(...(await step(items.slice(from, from + size))))
  }
  await turn(clock)
  return results
}
