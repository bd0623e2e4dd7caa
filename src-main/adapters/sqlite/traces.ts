import type { Database } from './database.ts'
import { MERGED_PAGES } from './graph-writer.ts'

/** What is left of rows that were removed, and where first; kept over restarts. Older versions wrote true. */
const LEFT = 'sweep.traces'
/** Each step clears one and then has the next to do. */
type Left = 'indexes' | 'pages' | 'log'
/** Free pages that one step gives back, the last pages of the file moved to their places: about 1 ms. */
const PAGES_AT_ONCE = 32

/**
 * What removed rows leave behind: SQLite overwrites their bytes (`secure_delete`), but a search index without content only
 * notes that a row went, and older pages lie in the write-ahead log. The file is as large as before until its free pages
 * are given back. Sources: sqlite.org/fts5.html, "Contentless-Delete Tables" and "The 'merge' Command";
 * sqlite.org/pragma.html, "incremental_vacuum".
 */
export function createTraces({ sql, write, emptyLog }: Database) {
  const left = sql.prepare<[], string>(`SELECT value FROM setting WHERE name = '${LEFT}'`).pluck()
  const note = sql.prepare(`INSERT OR REPLACE INTO setting (name, value) VALUES ('${LEFT}', ?)`)
  const forget = sql.prepare(`DELETE FROM setting WHERE name = '${LEFT}'`)
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

  function leftNow(): Left | null {
    const value = left.get()
    if (value === undefined) return null
    return value === 'true' ? 'indexes' : (JSON.parse(value) as Left)
  }

  const go = (next: Left) => void note.run(JSON.stringify(next))

  return {
    /** In the transaction that removes the last rows. `indexes`: of those that a search finds as well. */
    note(from: 'indexes' | 'pages'): void {
      if (leftNow() !== 'indexes') go(from)
    },
    /** One step; true when there is nothing left to do, or it must wait for the next sweep. */
    async clear(): Promise<boolean> {
      const now = leftNow()
      if (now === null) return true
      if (now === 'log') {
        if (!(await emptyLog())) return true
        // More may have been removed meanwhile.
        return write(() => leftNow() === 'log' && forget.run().changes > 0)
      }
      await write(now === 'indexes' ? () => mergeSome() || go('pages') : () => compactSome() || go('log'))
      return false
    },
  }
}
