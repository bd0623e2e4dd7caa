import { describe, expect, it } from 'vitest'
import { costOf } from '../../../src-shared/model/models.ts'
import { createSignal } from '../queue/signal.ts'
import { Cancelled, createCancellation } from '../resilience/cancellation.ts'
import { createVirtualClock } from '../testing/virtual-clock.ts'
import { createBudget } from './budget.ts'
import type { PipelineContext } from './context.ts'

const MODEL = 'claude-haiku-5-5'
const ESTIMATE = { input: 1_000, output: 1_000, maxOutput: 4_000 }
const COST = costOf(MODEL, { input: 1_000, output: 1_000, cacheRead: 0, cacheWrite: 0 })

/** A run that may spend so much; `spend` is what the ledger says. */
function openBudget(maxCost: number) {
  const clock = createVirtualClock()
  const held: string[] = []
  let spent = 0
  let model = MODEL
  const context = {
    ports: { clock, store: { spentSince: () => Promise.resolve(spent) } },
    settings: () => ({ budgetUsdPerDay: 'off', model }),
    run: { startedAt: () => 0, maxCost },
    lane: { hold: (error: Error) => void held.push(error.message) },
    stepped: createSignal(clock),
  } as unknown as PipelineContext
  const budget = createBudget(context)
  const cancellation = createCancellation()
  return {
    held,
    cancellation,
    choose: (chosen: string) => void (model = chosen),
    spend: (cost: number) => void (spent += cost),
    admits: () => budget.admits(MODEL, ESTIMATE, cancellation),
    record: (cost: number) =>
      budget.record(MODEL, ESTIMATE, () => {
        spent += cost
        return Promise.resolve('recorded')
      }),
    ended: (saved: number) => {
      spent -= saved
      budget.ended()
      context.stepped.notify()
    },
  }
}

describe('the budget', () => {
  it('records of calls that were admitted together only as many as fit together', async () => {
    const { admits, record, held } = openBudget(2 * COST)
    expect(await Promise.all([admits(), admits(), admits()])).toEqual([true, true, true])
    expect(await Promise.all([record(COST), record(COST), record(COST)])).toEqual(['recorded', 'recorded', null])
    expect(held).toEqual([])
  })

  it('waits for a call that is out and may cost less than its worst, then goes on', async () => {
    const { admits, record, ended, held } = openBudget(2 * COST)
    await record(2 * COST)
    const admitted = admits()
    ended(COST)
    expect(await admitted).toBe(true)
    expect(held).toEqual([])
  })

  it('holds the lane when no call is out that could leave room', async () => {
    const { admits, record, ended, held } = openBudget(2 * COST)
    await record(2 * COST)
    const admitted = admits()
    ended(0)
    expect(await admitted).toBe(false)
    expect(held).toHaveLength(1)
  })

  it('holds nothing for a model that a person has given up meanwhile', async () => {
    const { admits, record, ended, choose, held } = openBudget(2 * COST)
    await record(2 * COST)
    const admitted = admits()
    choose('claude-haiku-4-5')
    ended(0)
    expect(await admitted).toBe(false)
    expect(held).toEqual([])
  })

  it('goes on judging after a call that could not be recorded', async () => {
    const { admits, record, spend } = openBudget(COST)
    spend(COST)
    expect(await record(COST)).toBeNull()
    spend(-COST)
    expect(await admits()).toBe(true)
    expect(await record(COST)).toBe('recorded')
  })

  it('does not keep waiting for a document that was cancelled', async () => {
    const { admits, record, ended, cancellation } = openBudget(COST)
    await record(COST)
    const admitted = admits()
    cancellation.cancel()
    ended(0)
    await expect(admitted).rejects.toThrow(Cancelled)
  })
})
