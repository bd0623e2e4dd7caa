import { describe } from 'vitest'
import type { Store } from '../../ports.ts'
import { testChunking } from './chunking.ts'
import { testDeletion } from './deletion.ts'
import { testGraph } from './graph.ts'
import { testGraphReads } from './graph-reads.ts'
import { testIngestion } from './ingestion.ts'
import { testInvariants } from './invariants.ts'
import { testKgIngest } from './kg-ingest.ts'
import { testLedger } from './ledger.ts'
import { testPages } from './pages.ts'
import { testQueue } from './queue.ts'
import { testReports } from './reports.ts'
import { testRetries } from './retries.ts'
import { testSettings } from './settings.ts'

/** What any Store must do. `open` gives an empty one. */
export function describeStore(name: string, open: () => Promise<Store>): void {
  describe(name, () => {
    testQueue(open)
    testIngestion(open)
    testPages(open)
    testChunking(open)
    testKgIngest(open)
    testGraph(open)
    testGraphReads(open)
    testLedger(open)
    testRetries(open)
    testDeletion(open)
    testReports(open)
    testSettings(open)
    testInvariants(open)
  })
}
