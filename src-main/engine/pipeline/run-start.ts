import type { Clock, EpochMs } from '../ports.ts'

/**
 * When this run began, by a wall clock that may be set back meanwhile: what the run does then bears earlier times. Never
 * later than any of them, if it is asked now and then; what was done just before the run may then pass for a part of it.
 */
export function createRunStart(clock: Pick<Clock, 'now' | 'monotonic'>): () => EpochMs {
  const begun = clock.monotonic()
  let earliest = clock.now()
  return () => (earliest = Math.min(earliest, Math.floor(clock.now() - (clock.monotonic() - begun))))
}
