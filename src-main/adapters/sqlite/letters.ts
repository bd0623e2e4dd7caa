import type { ReportStore } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { DISCARDED, WAITING } from './letter-columns.ts'
import { createLetterRows, type FoundLetter, type LossyDocument, type PlaceInDocument } from './letter-rows.ts'

const KINDS = ['document', 'page', 'chunk'] as const

/** What waits for a person, and what a person wants nothing more of, by document in the order of arrival. */
export function createLetters({ sql, read }: Database): Pick<ReportStore, 'letters' | 'letterCount' | 'letterIds'> {
  const lettersOf = createLetterRows({ sql })
  const waiting = listOf(WAITING)
  const discards = listOf(DISCARDED)

  function listOf({ index, count, some }: typeof WAITING) {
    const those = `FROM document INDEXED BY ${index} WHERE ${some}`
    return {
      documents: sql.prepare<[{ id: string | null; from: number; limit: number }], LossyDocument>(
        `SELECT id, name, position, state, provider, cost, ended_at, error_code, error_message, error_remedy ${those}
         AND position >= @from AND (@id IS NULL OR id = @id) ORDER BY position LIMIT @limit`,
      ),
      ids: sql.prepare<[], string>(`SELECT id ${those} ORDER BY position`).pluck(),
      all: sql.prepare<[], number>(`SELECT coalesce(sum(${count}), 0) ${those}`).pluck(),
      one: sql.prepare<[string], number>(`SELECT ${count} FROM document WHERE id = ? AND deleted_at IS NULL`).pluck(),
    }
  }
  const listFor = (discarded: boolean) => (discarded ? discards : waiting)

  return {
    letters: ({ discarded, documentId, cursor, limit }, model) =>
      read(() => {
        const from = cursor === null ? null : parse(cursor)
        // The first may have none behind the cursor; each of the others has one at least.
        const wanted = { id: documentId, from: from?.position ?? 0, limit: limit + 1 }
        const found: (FoundLetter & { document: LossyDocument })[] = []
        for (const document of listFor(discarded).documents.all(wanted)) {
          const after = document.position === from?.position ? from.place : null
          const some = lettersOf(document, after, limit - found.length, { discarded, model })
          found.push(...some.map((one) => ({ ...one, document })))
          if (found.length === limit) break
        }
        const last = found.length === limit ? found.at(-1) : undefined
        return {
          letters: found.map(({ letter, document: { id, name } }) => ({ ...letter, documentId: id, name, discarded })),
          cursor: last ? format(last.document.position, last.place) : null,
        }
      }),

    letterCount: (discarded, documentId) =>
      read(() => {
        const { all, one } = listFor(discarded)
        return (documentId === null ? all.get() : one.get(documentId)) ?? 0
      }),

    letterIds: (discarded) => read(() => listFor(discarded).ids.all()),
  }
}

function format(position: number, { kind, at }: PlaceInDocument): string {
  return `${position}.${KINDS.indexOf(kind)}.${at}`
}

function parse(cursor: string): { position: number; place: PlaceInDocument } {
  const [position = 0, kind = 0, at = 0] = cursor.split('.').map(Number)
  return { position, place: { kind: KINDS[kind] ?? 'document', at } }
}
