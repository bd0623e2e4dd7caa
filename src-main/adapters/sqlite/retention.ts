import type { AgeCursor, EpochMs, OldAnswers, OldFiles, Removed, RetentionStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createTraces } from './traces.ts'

interface OldCall extends Record<'input' | 'output' | 'cost' | 'ended_at' | 'id', number> {
  valid: number
  needed: number
}

interface OldDocument {
  id: string
  ended_at: number
  bytes: number
  sha256: string | null
}

/** A sum of all that went, kept with it: counting it would read the whole ledger. */
const SO_FAR = 'retention.removed'

/** Of a call: whether a document with work left, or a chunk that was lost, may need its answer yet. */
const NEEDED = `(verdict = 'unjudged'
  OR EXISTS (SELECT 1 FROM document d WHERE d.id = llm_call.document_id AND d.state <> 'completed')
  OR EXISTS (SELECT 1 FROM chunk k JOIN document d ON d.id = k.document_id
    WHERE k.sha256 = llm_call.text_sha AND (k.state <> 'completed' OR d.state <> 'completed')))`

/** Of a document's bytes: whether one that has them may need them yet. */
const FILE_NEEDED = `EXISTS (SELECT 1 FROM document o WHERE o.sha256 = document.sha256 AND o.deleted_at IS NULL
  AND (o.state <> 'completed' OR o.ended_at >= @before OR coalesce(o.file_again_at, 0) >= @before
    OR o.pages_failed > 0 OR o.chunks_failed > o.chunks_discarded))`

/** What is kept for a time only. */
export function createRetention(database: Database): RetentionStore {
  const { sql, read, write } = database
  const traces = createTraces(database)
  const calls = sql.prepare<[EpochMs, number, number, number], OldCall>(
    `SELECT id, ended_at, coalesce(input, 0) + coalesce(cache_read, 0) + coalesce(cache_write, 0) AS input,
       coalesce(output, 0) AS output, coalesce(cost, 0) AS cost, verdict = 'valid' AS valid, ${NEEDED} AS needed
     FROM llm_call WHERE answer IS NOT NULL AND ended_at < ? AND (ended_at, id) > (?, ?) ORDER BY ended_at, id LIMIT ?`,
  )
  const erase = sql.prepare(
    'UPDATE llm_call SET answer = NULL, answer_sha = NULL, verdict_reason = NULL, answer_removed_at = ? WHERE id = ?',
  )
  const documents = sql.prepare<[{ before: EpochMs; at: EpochMs; id: string; limit: number }], OldDocument>(
    `SELECT id, ended_at, bytes, iif(${FILE_NEEDED}, NULL, sha256) AS sha256 FROM document INDEXED BY document_file
     WHERE deleted_at IS NULL AND state = 'completed' AND file_removed_at IS NULL
       AND ended_at < @before AND (ended_at, id) > (@at, @id) ORDER BY ended_at, id LIMIT @limit`,
  )
  const markFile = sql.prepare('UPDATE document SET file_removed_at = ? WHERE sha256 = ?')
  const soFar = sql.prepare<[], string>(`SELECT value FROM setting WHERE name = '${SO_FAR}'`).pluck()
  const keepSoFar = sql.prepare(`INSERT OR REPLACE INTO setting (name, value) VALUES ('${SO_FAR}', ?)`)

  function removedSoFar(): Removed {
    const kept = soFar.get()
    return kept === undefined ? { answers: 0, cost: 0, files: 0, bytes: 0 } : (JSON.parse(kept) as Removed)
  }

  function addRemoved(more: Partial<Removed>): void {
    const all = removedSoFar()
    for (const key of ['answers', 'cost', 'files', 'bytes'] as const) all[key] += more[key] ?? 0
    keepSoFar.run(JSON.stringify(all))
  }

  function answersOf(before: EpochMs, after: AgeCursor | null, limit: number) {
    const rows = calls.all(before, after?.at ?? -1, Number(after?.id ?? 0), limit)
    const going = rows.filter(({ needed }) => needed === 0)
    const old = going.filter(({ valid }) => valid === 1).reduce(addCall, { answers: 0, input: 0, output: 0, cost: 0 })
    return { next: nextOf(rows, limit), old, ids: going.map(({ id }) => id) }
  }

  /** A hash once, though several documents have it. */
  function filesOf(before: EpochMs, after: AgeCursor | null, limit: number) {
    const rows = documents.all({ before, at: after?.at ?? -1, id: after?.id ?? '', limit })
    const bytes = new Map(rows.flatMap((row) => (row.sha256 === null ? [] : [[row.sha256, row.bytes] as const])))
    const old: OldFiles = { files: bytes.size, bytes: [...bytes.values()].reduce((sum, one) => sum + one, 0) }
    return { next: nextOf(rows, limit), old, sha256s: [...bytes.keys()] }
  }

  return {
    oldAnswers: (before, after, limit) =>
      read(() => {
        const { next, old } = answersOf(before, after, limit)
        return { next, old }
      }),

    removeAnswers: (before, after, limit, now) =>
      write(() => {
        const { next, old, ids } = answersOf(before, after, limit)
        for (const id of ids) erase.run(now, id)
        if (ids.length > 0) {
          addRemoved(old)
          traces.note('pages')
        }
        return { next, old }
      }),

    oldFiles: (before, after, limit) =>
      read(() => {
        const { next, old } = filesOf(before, after, limit)
        return { next, old }
      }),

    removeFiles: (before, after, limit, now) =>
      write(() => {
        const { next, old, sha256s } = filesOf(before, after, limit)
        for (const sha256 of sha256s) markFile.run(now, sha256)
        if (sha256s.length > 0) addRemoved(old)
        return { next, old, sha256s }
      }),

    removedSoFar: () => read(removedSoFar),

    clearTraces: () => traces.clear(),
  }
}

function addCall(sum: OldAnswers, { input, output, cost }: OldCall): OldAnswers {
  return {
    answers: sum.answers + 1,
    input: sum.input + input,
    output: sum.output + output,
    cost: sum.cost + cost,
  }
}

function nextOf(rows: { id: number | string; ended_at: EpochMs }[], limit: number): AgeCursor | null {
  const last = rows.at(-1)
  return last && rows.length === limit ? { at: last.ended_at, id: String(last.id) } : null
}
