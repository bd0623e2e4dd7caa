import type { Clock } from '../ports.ts'

/**
 * Lets the host's event loop turn. A store may answer without one, and steps of some milliseconds each would add up
 * to a stretch in which no window is drawn and no request answered.
 */
export function turn(clock: Pick<Clock, 'after'>): Promise<void> {
  return new Promise((resolve) => clock.after(0, resolve))
}
