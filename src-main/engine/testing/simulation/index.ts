import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { runScenario, type Outcome } from './run.ts'
import { scenarioOf, type Scenario } from './scenario.ts'
import { shrink } from './shrink.ts'

const LONG = process.env['TEST_LONG'] === '1'
const ONLY = process.env['TEST_SEED']
const SEEDS = LONG ? 30_000 : 2_000
const TIMEOUT_MS = LONG ? 7_200_000 : 600_000
const TRACE_LINES = 60

/** A store that can be emptied at once, as if it had just been opened. */
export interface SimulatedStore {
  store: Store
  empty(): void
}

/** Test files run beside each other, so each takes a part of the seeds: those that leave `part` divided by `of`. */
export interface SeedShare {
  part: number
  of: number
}

/**
 * The whole engine on a virtual clock, over the store, with an API, a person and faults of the simulation's:
 * one seed, one run. TEST_SEED=n runs one alone, TEST_LONG=1 many more.
 */
export function describeSimulation(
  name: string,
  { part, of }: SeedShare,
  openStore: () => Promise<SimulatedStore>,
): void {
  const all = ONLY ? [Number(ONLY)] : Array.from({ length: SEEDS }, (_, i) => i + 1)
  const seeds = all.filter((seed) => seed % of === part)

  describe(name, { timeout: TIMEOUT_MS }, () => {
    it(
      ONLY ? `keeps its promises with seed ${ONLY}` : `keeps its promises with each of ${seeds.length} seeds`,
      async (test) => {
        test.skip(seeds.length === 0, 'the seed is in another part')
        const { store, empty } = await openStore()
        const run = async (scenario: Scenario): Promise<Outcome> => {
          empty()
          return runScenario(scenario, store)
        }
        const failed: string[] = []
        for (const seed of seeds) {
          const { violations } = await run(scenarioOf(seed))
          if (violations.length > 0) {
            failed.push(await tellOf(seed, run))
            // Said at once: the end of a long run may be half an hour off.
            process.stderr.write(`\n${failed.at(-1)}\n`)
          }
          // The first few say enough.
          if (failed.length === 3) break
        }
        expect(failed.join('\n\n')).toBe('')
        test.task.meta.figures = { seeds: seeds.length }
      },
    )

    it('runs the same way twice with the same seed', async () => {
      const { store, empty } = await openStore()
      for (const seed of [7, 77, 777].map((one) => one * of + part)) {
        const traces: string[] = []
        for (let i = 0; i < 2; i++) {
          empty()
          traces.push((await runScenario(scenarioOf(seed), store)).trace.join('\n'))
        }
        expect(traces[1]).toBe(traces[0])
      }
    })
  })
}

async function tellOf(seed: number, run: (scenario: Scenario) => Promise<Outcome>): Promise<string> {
  const { scenario, outcome } = await shrink(scenarioOf(seed), run)
  return [
    `TEST_SEED=${seed}`,
    ...outcome.violations,
    `with ${JSON.stringify(scenario.settings)}`,
    ...scenario.documents.map(({ name, pages }) => `${name}: ${pages.length} pages`),
    ...scenario.faults.map((fault) => JSON.stringify(fault)),
    ...outcome.trace.slice(-TRACE_LINES),
  ].join('\n')
}
