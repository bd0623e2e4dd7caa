import type { Outcome } from './run.ts'
import type { Scenario } from './scenario.ts'

/** Leaves out each fault and each document that the failure does not need. */
export async function shrink(
  scenario: Scenario,
  run: (scenario: Scenario) => Promise<Outcome>,
): Promise<{ scenario: Scenario; outcome: Outcome }> {
  let smallest = { scenario, outcome: await run(scenario) }
  for (const part of ['faults', 'documents'] as const) {
    for (const one of scenario[part]) {
      const less = { ...smallest.scenario, [part]: smallest.scenario[part].filter((other) => other !== one) }
      if (less.documents.length === 0) continue
      const outcome = await run(less)
      if (outcome.violations.length > 0) smallest = { scenario: less, outcome }
    }
  }
  return smallest
}
