import { SluiceError } from '../../../src-shared/contract/errors.ts'
import { costOf } from '../../../src-shared/model/models.ts'
import { formatUsd, MICRO_USD_PER_USD } from '../../../src-shared/model/money.ts'
import type { CallEstimate } from '../ports.ts'
import type { PipelineContext } from './context.ts'
import { nextUtcDay, startOfUtcDay } from './dates.ts'

/**
 * Whether a call would pass the day's or the run's budget; then the lane is held (until midnight UTC, or for good).
 * Judged by the estimate: what is in flight counts at its worst.
 */
export async function holdsBudget(context: PipelineContext, model: string, estimate: CallEstimate): Promise<boolean> {
  const { clock, store } = context.ports
  const cost = costOf(model, { input: estimate.input, output: estimate.output, cacheRead: 0, cacheWrite: 0 })
  const now = clock.now()
  const { budgetUsdPerDay } = context.settings()
  if (budgetUsdPerDay !== 'off') {
    const spent = await store.spentSince(startOfUtcDay(now))
    const budget = Math.round(budgetUsdPerDay * MICRO_USD_PER_USD)
    if (spent + cost > budget) {
      const message = `budget of ${formatUsd(budget)} a day reached: ${formatUsd(spent)} spent today (UTC)`
      context.lane.hold(new SluiceError('budget_reached', message), nextUtcDay(now))
      return true
    }
  }
  if (context.run.maxCost !== null) {
    const spent = await store.spentSince(context.run.startedAt)
    if (spent + cost > context.run.maxCost) {
      const message = `this run's bound of ${formatUsd(context.run.maxCost)} reached: ${formatUsd(spent)} spent`
      context.lane.hold(
        new SluiceError('budget_reached', message, { remedy: 'Run again with a higher --max-cost.' }),
        null,
      )
      return true
    }
  }
  return false
}
