import type { MonotonicMs } from '../ports/system.ts'
import { newBucket, replayBucket, type Booked } from './gates.ts'

interface Belief {
  limit: number
  windowMs: number
  slackMs: number
  /** The most that the API has ever said remained: its bucket may be smaller than its limit. */
  capacitySeen: number
  /** Headers round tokens to whole thousands. */
  roundedTo: number
}

/** Headers are late and clocks differ: a difference below this share of the limit says nothing. */
const NOISE_SHARE = 0.02
/** Calls in flight may cost more than booked by about this share. */
const OPEN_ERROR = 0.4

/**
 * How much somebody else on the same key has used, as far as a `remaining` header shows it: what we believe is left
 * at the moment of the headers, under the least favourable reading of our own calls, minus what the API says. 0 where
 * our own calls explain it: `remaining` may only ever tighten.
 */
export function foreignUse(calls: readonly Booked[], remaining: number, at: MonotonicMs, belief: Belief): number {
  const { limit, windowMs, slackMs } = belief
  const certainNoise = NOISE_SHARE * limit + belief.roundedTo
  if (limit - remaining <= certainNoise) return 0
  let own = 0
  let open = 0
  for (const call of calls) {
    if (call.sentAt > at) break
    // A call that was still open then may have been held at what was booked, though its true cost is known by now.
    const held = call.settledFrom && call.settledFrom.at >= at ? call.settledFrom : null
    const cost = Math.max(call.window, call.bucket, held?.window ?? 0, held?.bucket ?? 0)
    if (call.countedBy === Infinity) open += cost
    if (call.countedBy + windowMs + slackMs > at) own += cost
  }
  const noise = certainNoise + OPEN_ERROR * open
  if (limit - own - remaining <= noise) return 0
  const steps = [{ from: 0, perMs: limit / windowMs, capacity: belief.capacitySeen }]
  const inBucket = replayBucket(newBucket(steps), calls, steps, at).level
  const difference = Math.min(limit - own, inBucket) - remaining
  return difference > noise ? difference : 0
}
