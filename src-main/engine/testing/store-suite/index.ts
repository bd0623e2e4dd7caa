import { describe } from 'vitest'
import type { Store } from '../../ports.ts'
import { testActivity } from './activity.ts'
import { testChunking } from './chunking.ts'
import { testDeletion } from './deletion.ts'
import { testDocumentDetails } from './document-details.ts'
import { testGraph } from './graph.ts'
import { testGraphReads } from './graph-reads.ts'
import { testIngestion } from './ingestion.ts'
import { testInvariants } from './invariants.ts'
import { testKgIngest } from './kg-ingest.ts'
import { testLedger } from './ledger.ts'
import { testLetters } from './letters.ts'
import { testLongViews } from './long-views.ts'
import { testOffline } from './offline.ts'
import { testPages } from './pages.ts'
import { testQueue } from './queue.ts'
import { testQueueRows } from './queue-rows.ts'
import { testReports } from './reports.ts'
import { testRetention } from './retention.ts'
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
    testRetention(open)
    testRetries(open)
    testLetters(open)
    testDeletion(open)
    testReports(open)
    testQueueRows(open)
    testDocumentDetails(open)
    testOffline(open)
    testLongViews(open)
    testActivity(open)
    testSettings(open)
    testInvariants(open)
  })
}
