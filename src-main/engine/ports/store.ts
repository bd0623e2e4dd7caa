import type { DocumentStore } from './store/documents.ts'
import type { PageStore } from './store/pages.ts'
import type { ChunkStore } from './store/chunks.ts'
import type { LedgerStore } from './store/ledger.ts'
import type { GraphStore } from './store/graph.ts'
import type { ReportStore } from './store/reports.ts'
import type { RetentionStore } from './store/retention.ts'
import type { SettingStore } from './store/settings.ts'

/**
 * Everything that is kept. Each method is one transaction, durable when it resolves, and never spans an await;
 * nothing else writes. Every method may reject with disk_full or store_failed.
 */
export interface Store
  extends DocumentStore, PageStore, ChunkStore, LedgerStore, GraphStore, ReportStore, RetentionStore, SettingStore {
  /** Writes a copy of all of it to a new file, whole and consistent, while it is in use. Rejects with disk_full too. */
  copyTo(path: string): Promise<void>
  close(): Promise<void>
}
