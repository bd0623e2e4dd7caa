import type { Store } from '../../ports.ts'
import { describeAnotherKey } from './another-key.ts'
import { describeBackups } from './backups.ts'
import { describeChunkFaults } from './chunk-faults.ts'
import { describeCopies } from './copies.ts'
import { describeControl } from './control.ts'
import { describeDocumentFaults } from './document-faults.ts'
import { describeFirstSteps } from './first-steps.ts'
import { describeFlow } from './flow.ts'
import { describeInterruptions } from './interruptions.ts'
import { describeLetters } from './letters.ts'
import { describeLimits } from './limits.ts'
import { describeLogs } from './logs.ts'
import { describeModelChange } from './model-change.ts'
import { describePauses } from './pauses.ts'
import { describeProviders } from './providers.ts'
import { describeRepairs } from './repairs.ts'
import { describeRetention } from './retention.ts'
import { describeSameBytes } from './same-bytes.ts'
import { describeServiceFaults } from './service-faults.ts'
import { describeSpendCap } from './spend-cap.ts'
import { describeStoreFailures } from './store-failures.ts'
import { describeSuspects } from './suspects.ts'
import { describeWindow } from './window.ts'

/** The engine's behaviour, over any store: run it for each adapter. Each call of `openStore` gives an empty one. */
export function describeEngine(name: string, openStore: () => Promise<Store>): void {
  describeFlow(name, openStore)
  describeInterruptions(name, openStore)
  describeStoreFailures(name, openStore)
  describeServiceFaults(name, openStore)
  describeSpendCap(name, openStore)
  describeChunkFaults(name, openStore)
  describeRepairs(name, openStore)
  describeSuspects(name, openStore)
  describeModelChange(name, openStore)
  describeDocumentFaults(name, openStore)
  describeCopies(name, openStore)
  describeSameBytes(name, openStore)
  describeProviders(name, openStore)
  describeAnotherKey(name, openStore)
  describeLimits(name, openStore)
  describeControl(name, openStore)
  describePauses(name, openStore)
  describeLetters(name, openStore)
  describeRetention(name, openStore)
  describeBackups(name, openStore)
  describeLogs(name, openStore)
  describeWindow(name, openStore)
  describeFirstSteps(name, openStore)
}
