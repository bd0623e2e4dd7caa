import type { RowChanges } from '../../../src-shared/contract/events.ts'
import type { ReportStore } from '../ports.ts'

const AT_ONCE = 500

/** Collects which documents have changed until somebody looks: two hundred changes of one row are one row. */
export interface RowTracker {
  touch(documentId: string): void
  /** The rows that changed since the last look, some hundreds at a time; null when there are none. */
  take(model: string): Promise<RowChanges | null>
}

export function createRowTracker(store: Pick<ReportStore, 'queueRowsOf'>): RowTracker {
  const touched = new Set<string>()
  return {
    touch: (documentId) => void touched.add(documentId),
    async take(model) {
      const ids = [...touched].slice(0, AT_ONCE)
      if (ids.length === 0) return null
      for (const id of ids) touched.delete(id)
      const changed = await store.queueRowsOf(ids, model)
      const found = new Set(changed.map((row) => row.id))
      return { changed, removed: ids.filter((id) => !found.has(id)) }
    },
  }
}
