import type { Database } from './database.ts'
import { MERGED_PAGES } from './graph-writer.ts'

/** Of rows that were removed something is left in the search indexes, the log or free pages; kept over restarts. */
const LEFT = 'sweep.traces'
/** Free pages that one step gives back: each is the last page of the file moved to its place, some 0.1 ms. */
const PAGES_AT_ONCE = 32

/**
 * What removed rows leave behind: SQLite overwrites their bytes (`secure_delete`), but a search index without content only
 * notes that a row went, and older pages lie in the write-ahead log. The file is as large as before until its free pages
 * are given back. Sources: sqlite.org/fts5.html, "Contentless-Delete Tables" and "The 'merge' Command";
 * sqlite.org/pragma.html, "incremental_vacuum".
 */
export function createTraces({ sql, write, emptyLog }: Database) {
  const note = sql.prepare(`INSERT OR REPLACE INTO setting (name, value) VALUES ('${LEFT}', 'true')`)
  const forget = sql.prepare(`DELETE FROM setting WHERE name = '${LEFT}'`)
  const left = sql.prepare<[], { found: number }>(`SELECT 1 AS found FROM setting WHERE name = '${LEFT}'`)
  const changes = sql.prepare<[], { total: number }>('SELECT total_changes() AS total')
  // Negative: all segments into one, so that no removed row is left in any of them.
  const merges = ['entity_text', 'fact_text'].map((index) =>
    sql.prepare(`INSERT INTO ${index} (${index}, rank) VALUES ('merge', -${MERGED_PAGES})`),
  )

  /** False once there is nothing more to merge: then only the command itself counts as a change. */
  function mergeSome(): boolean {
    return merges.some((merge) => {
      const before = changes.get()?.total ?? 0
      merge.run()
      return (changes.get()?.total ?? 0) - before >= 2
    })
  }

  const freePages = () => Number(sql.pragma('freelist_count', { simple: true }))

  /** False once no page can be given back. */
  function compactSome(): boolean {
    const before = freePages()
    if (before > 0) sql.pragma(`incremental_vacuum(${PAGES_AT_ONCE})`)
    return freePages() < before
  }

  return {
    /** In the transaction that removes the last rows. */
    note: () => void note.run(),
    /** One step; true when there is nothing left to do, or it must wait for the next sweep. */
    async clear(): Promise<boolean> {
      if (!left.get()) return true
      if ((await write(mergeSome)) || (await write(compactSome))) return false
      if (await emptyLog()) await write(() => void forget.run())
      return true
    },
  }
}
