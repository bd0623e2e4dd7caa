import type { Store } from '../../ports.ts'
import { describeBackups } from './backups.ts'
import { describeCopies } from './copies.ts'
import { describeControl } from './control.ts'
import { describeFaults } from './faults.ts'
import { describeFirstSteps } from './first-steps.ts'
import { describeFlow } from './flow.ts'
import { describeLetters } from './letters.ts'
import { describeLogs } from './logs.ts'
import { describeRegressions } from './regressions.ts'
import { describeRetention } from './retention.ts'
import { describeSuspects } from './suspects.ts'
import { describeWindow } from './window.ts'

/** The engine's behaviour, over any store: run it for each adapter. Each call of `openStore` gives an empty one. */
export function describeEngine(name: string, openStore: () => Promise<Store>): void {
  describeFlow(name, openStore)
  describeBackups(name, openStore)
  describeCopies(name, openStore)
  describeControl(name, openStore)
  describeFaults(name, openStore)
  describeLetters(name, openStore)
  describeLogs(name, openStore)
  describeRegressions(name, openStore)
  describeRetention(name, openStore)
  describeSuspects(name, openStore)
  describeWindow(name, openStore)
  describeFirstSteps(name, openStore)
}
