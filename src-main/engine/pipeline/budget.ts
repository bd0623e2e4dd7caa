import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { costOf } from '../../../src-shared/model/models.ts'
import { formatUsd, MICRO_USD_PER_USD, type MicroUsd } from '../../../src-shared/model/money.ts'
import type { CallEstimate, EpochMs } from '../ports.ts'
import { Cancelled, type Cancellation } from '../resilience/cancellation.ts'
import type { PipelineContext } from './context.ts'
import { nextUtcDay, startOfUtcDay } from './dates.ts'

/**
 * The day's and the run's budget. A call is judged by its estimate and counts at its worst while it is out, so what can
 * be passed is the error of the last estimate.
 */
export type Budget = ReturnType<typeof createBudget>

interface Passed {
  error: SluiceError
  /** Null: until a person sees to it. */
  until: EpochMs | null
}

export function createBudget(context: PipelineContext) {
  const { clock, store } = context.ports
  /** Calls that are out: what they cost may turn out to be less. */
  let out = 0
  let lastJudged: Promise<unknown> = Promise.resolve()

  const passed = async (cost: MicroUsd): Promise<Passed | null> => {
    const now = clock.now()
    const { budgetUsdPerDay } = context.settings()
    if (budgetUsdPerDay !== 'off') {
      const spent = await store.spentSince(startOfUtcDay(now))
      const budget = Math.round(budgetUsdPerDay * MICRO_USD_PER_USD)
      if (spent + cost > budget) {
        const message = `budget of ${formatUsd(budget)} a day reached: ${formatUsd(spent)} spent today (UTC)`
        return { error: new SluiceError('budget_reached', message), until: nextUtcDay(now) }
      }
    }
    const { startedAt, maxCost } = context.run
    if (maxCost === null) return null
    const spent = await store.spentSince(startedAt())
    if (spent + cost <= maxCost) return null
    const message = `this run's bound of ${formatUsd(maxCost)} reached: ${formatUsd(spent)} spent`
    const remedy = 'Run again with a higher --max-cost.'
    return { error: new SluiceError('budget_reached', message, { remedy }), until: null }
  }

  return {
    /**
     * Waits while calls that are out may leave room; without any holds the lane and says no. A model that is not in force
     * any more holds nothing. Throws Cancelled.
     */
    async admits(model: string, estimate: CallEstimate, cancellation: Cancellation): Promise<boolean> {
      for (;;) {
        const seen = context.stepped.version()
        const over = await passed(expectedCost(model, estimate))
        if (over === null) return true
        if (cancellation.cancelled) throw new Cancelled()
        if (context.settings().model !== model) return false
        // What the ledger said may be of before the last call's end: then look again.
        if (out === 0 && context.stepped.version() === seen) {
          context.lane.hold(over.error, over.until)
          return false
        }
        await context.stepped.wait(seen, null)
      }
    },
    /** Judges once more and records the call, one at a time: calls that were admitted together may not fit together. */
    record<T>(model: string, estimate: CallEstimate, record: () => Promise<T>): Promise<T | null> {
      const judged = lastJudged.then(async () => {
        if ((await passed(expectedCost(model, estimate))) !== null) return null
        const recorded = await record()
        out += 1
        return recorded
      })
      lastJudged = judged.catch(() => {})
      return judged
    },
    /** A recorded call has ended; whoever ends it tells of the change. */
    ended(): void {
      out -= 1
    },
  }
}

function expectedCost(model: string, { input, output }: CallEstimate): MicroUsd {
  return costOf(model, { input, output, cacheRead: 0, cacheWrite: 0 })
}
