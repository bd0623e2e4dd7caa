import type { DocumentStore, LetterChoice } from '../../engine/ports.ts'
import type { Database } from './database.ts'
import { choiceValues, CHOSEN_CHUNKS, CHOSEN_PAGES } from './letter-choice.ts'
import { createRecount } from './recount.ts'

/** A person wants nothing more of what failed: it stays what it is, and waits for nobody. */
export function createDiscards({ sql, write }: Database): Pick<DocumentStore, 'discardLetters'> {
  const recount = createRecount({ sql })
  const stateOf = sql
    .prepare<[string], string>('SELECT state FROM document WHERE id = ? AND deleted_at IS NULL')
    .pluck()
  const discardDocument = sql.prepare(
    `UPDATE document SET discarded = 1 WHERE id = @id AND discarded = 0 AND (@code IS NULL OR error_code = @code)
     AND @chunk IS NULL AND @page IS NULL`,
  )
  const discardChunks = sql.prepare(`UPDATE chunk SET discarded = 1 WHERE ${CHOSEN_CHUNKS}`)
  const discardPages = sql.prepare(`UPDATE page SET discarded = 1 WHERE ${CHOSEN_PAGES}`)

  function discard(id: string, choice: Omit<LetterChoice, 'discarded'>): number {
    const chosen = choiceValues(id, { ...choice, discarded: false })
    const state = stateOf.get(id)
    if (state === 'failed') return discardDocument.run(chosen).changes
    if (state !== 'completed') return 0
    const letters = discardPages.run(chosen).changes + discardChunks.run(chosen).changes
    if (letters > 0) recount.discards(id)
    return letters
  }

  return {
    discardLetters: (documentIds, choice) =>
      write(() =>
        documentIds.flatMap((documentId) => {
          const letters = discard(documentId, choice)
          return letters > 0 ? [{ documentId, letters }] : []
        }),
      ),
  }
}
