import type { CallEstimate } from '../../ports/store/ledger.ts'
import { createVirtualClock, type VirtualClock } from '../../testing/virtual-clock.ts'
import { createLimiter, type Limiter, type LimiterOptions } from '../limiter.ts'
import type { LearnedLimits } from '../limits.ts'
import type { PendingReservation, Reservation } from '../reservation.ts'

export const MINUTE = 60_000
export const OPTIONS: LimiterOptions = {
  share: 0.8,
  windowMs: MINUTE,
  limits: { requests: 'auto', input: 'auto', output: 'auto' },
}
export const KNOWN: LearnedLimits = { requests: 100_000, input: 100_000, output: 1_000_000 }
export const estimate = (input: number, output = 100, maxOutput = output): CallEstimate => ({
  input,
  output,
  maxOutput,
})
export const usage = (input: number, output = 100) => ({ input, output, cacheRead: 0, cacheWrite: 0 })

export interface Bench {
  clock: VirtualClock
  limiter: Limiter
}

export function bench(learned: Partial<LearnedLimits> = {}, options: Partial<LimiterOptions> = {}): Bench {
  const clock = createVirtualClock()
  const limiter = createLimiter({
    clock,
    family: 'haiku-5',
    options: { ...OPTIONS, ...options },
    learned: { ...KNOWN, ...learned },
  })
  const named = Object.entries({ ...KNOWN, ...learned }).filter(([, limit]) => limit !== null)
  limiter.learn(Object.fromEntries(named.map(([name, limit]) => [name, { limit }])))
  return { clock, limiter }
}

/** Whether and when a place was given. */
export function watch(clock: VirtualClock, pending: PendingReservation) {
  const seen: { at: number | null; reservation: Reservation | null; error: unknown } = {
    at: null,
    reservation: null,
    error: null,
  }
  pending.granted.then(
    (reservation) => Object.assign(seen, { at: clock.monotonic(), reservation }),
    (error: unknown) => Object.assign(seen, { error }),
  )
  return seen
}

/** A call that is sent, counted and answered in an instant. */
export async function call({ clock, limiter }: Bench, cost: CallEstimate, billed = usage(cost.input, cost.output)) {
  const pending = watch(clock, limiter.reserve(cost))
  await clock.runUntil(() => pending.at !== null || pending.error !== null)
  if (pending.error instanceof Error) throw pending.error
  pending.reservation?.sent()
  pending.reservation?.headers()
  pending.reservation?.settle(billed)
  return pending.at ?? 0
}

/** Past the ramp, with an empty list. */
export async function warm(b: Bench): Promise<void> {
  await call(b, estimate(1, 1))
  await b.clock.advance(59_000)
}

export const row = (limiter: Limiter, name: string) => limiter.statistics().find(({ dimension }) => dimension === name)

/** A place that is given at once, or at least without anything else happening. */
export async function granted(b: Bench, cost: CallEstimate): Promise<Reservation> {
  const reservation = await b.limiter.reserve(cost).granted
  if (!reservation) throw new Error('expected a reservation')
  return reservation
}
