import type { Activity } from '../../../src-shared/contract/events.ts'
import type { ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { createRecorder } from './recorder.ts'

interface EventColumns {
  seq: number
  at: number
  kind: string
  document_id: string | null
  text: string
}

const COLUMNS = 'seq, at, kind, document_id, text'

/** What happened, newest first. */
export function createActivityLog(database: Database): Pick<ReportStore, 'addActivity' | 'activity'> {
  const { sql, read, write } = database
  const { addEvent } = createRecorder(database)
  const latest = sql.prepare<[number, number], EventColumns>(
    `SELECT ${COLUMNS} FROM event WHERE seq < ? ORDER BY seq DESC LIMIT ?`,
  )
  const latestOfKind = sql.prepare<[string, number, number], EventColumns>(
    `SELECT ${COLUMNS} FROM event WHERE kind = ? AND seq < ? ORDER BY seq DESC LIMIT ?`,
  )
  const kindFrom = sql.prepare<[string], { kind: string | null }>('SELECT min(kind) AS kind FROM event WHERE kind >= ?')
  const kindAfter = sql.prepare<[string], { kind: string | null }>('SELECT min(kind) AS kind FROM event WHERE kind > ?')

  /** Kinds there are that begin so: kinds are few, so each is one look at the index. */
  function kindsLike(beginning: string): string[] {
    const kinds: string[] = []
    let kind = kindFrom.get(beginning)?.kind ?? null
    while (kind?.startsWith(beginning)) {
      kinds.push(kind)
      kind = kindAfter.get(kind)?.kind ?? null
    }
    return kinds
  }

  function latestOf(beginnings: string[], before: number, limit: number): EventColumns[] {
    const kinds = new Set(beginnings.flatMap(kindsLike))
    const rows = [...kinds].flatMap((kind) => latestOfKind.all(kind, before, limit))
    return rows.toSorted((a, b) => b.seq - a.seq).slice(0, limit)
  }

  return {
    addActivity: ({ at, kind, documentId, text }) => write(() => addEvent(at, kind, documentId, text)),
    activity: ({ before, kinds, limit }) =>
      read(() => {
        const end = before ?? Number.MAX_SAFE_INTEGER
        const rows = kinds.length === 0 ? latest.all(end, limit) : latestOf(kinds, end, limit)
        return rows.map(({ document_id: documentId, ...event }): Activity => ({ ...event, documentId }))
      }),
  }
}
