import type { RowChanges } from '../../../src-shared/contract/events.ts'
import type { ReportStore } from '../ports.ts'

const AT_ONCE = 500

/** Collects which documents have changed until somebody looks: two hundred changes of one row are one row. */
export interface RowTracker {
  touch(documentId: string): void
  /** The rows that changed since the last look, some hundreds at a time; null when there are none. */
  take(model: string): Promise<RowChanges | null>
  /** Whether there are more to take. */
  left(): boolean
  /** Nobody looks: who does later reads all rows. */
  forget(): void
}

export function createRowTracker(store: Pick<ReportStore, 'queueRowsOf'>): RowTracker {
  const touched = new Set<string>()
  const touch = (documentId: string) => void touched.add(documentId)
  return {
    touch,
    async take(model) {
      const ids = [...touched].slice(0, AT_ONCE)
      if (ids.length === 0) return null
      // Before the read: what changes during it is taken again.
      for (const id of ids) touched.delete(id)
      try {
        const changed = await store.queueRowsOf(ids, model)
        const found = new Set(changed.map((row) => row.id))
        return { changed, removed: ids.filter((id) => !found.has(id)) }
      } catch (error) {
        ids.forEach(touch)
        throw error
      }
    },
    left: () => touched.size > 0,
    forget: () => touched.clear(),
  }
}
