import type { DocumentStore, Erased } from '../../engine/ports.ts'
import { createAnswerErasure } from './answer-erasure.ts'
import type { Database } from './database.ts'
import { createGraphWriter } from './graph-writer.ts'
import { createTraces } from './traces.ts'

/**
 * Removes deleted documents slice by slice: facts first, then chunks and pages with what was answered for them, then the
 * row; at last what all these left behind. Of the ledger the answers go, the calls and their cost stay.
 */
export function createSweep(database: Database): Pick<DocumentStore, 'sweepDeleted' | 'knowsBlob'> {
  const { sql, read, write } = database
  const graph = createGraphWriter(database)
  const answers = createAnswerErasure(database)
  const traces = createTraces(database)
  const nextDeleted = sql.prepare<[], { id: string; sha256: string | null }>(
    'SELECT id, sha256 FROM document WHERE deleted_at IS NOT NULL ORDER BY deleted_at LIMIT 1',
  )
  const nextEpisode = sql.prepare<[string], { id: number }>(
    'SELECT id FROM episode WHERE document_id = ? AND deleted = 0 ORDER BY ordinal LIMIT 1',
  )
  const dropChunks = sql.prepare<[string, number], { sha256: string }>(
    'DELETE FROM chunk WHERE id IN (SELECT id FROM chunk WHERE document_id = ? LIMIT ?) RETURNING sha256',
  )
  const dropPages = sql.prepare(
    'DELETE FROM page WHERE document_id = ? AND number IN (SELECT number FROM page WHERE document_id = ? LIMIT ?)',
  )
  // Its name and its failures; that it was deleted may be known.
  const dropEvents = sql.prepare(
    `DELETE FROM event WHERE seq IN
     (SELECT seq FROM event WHERE document_id = ? AND kind <> 'document.deleted' LIMIT ?)`,
  )
  const dropDocument = sql.prepare('DELETE FROM document WHERE id = ?')
  const stillUsed = sql.prepare<[string], { found: number }>(
    'SELECT 1 AS found FROM document WHERE sha256 = ? AND file_removed_at IS NULL LIMIT 1',
  )

  /** Chunks, and what was answered for their texts. Returns how many rows went. */
  function dropTexts(documentId: string, room: number, erased: Erased): number {
    const dropped = dropChunks.all(documentId, room)
    return dropped.reduce((sum, { sha256 }) => sum + answers.ofText(sha256, erased), dropped.length)
  }

  function sweepSome(limit: number) {
    const change = graph.begin(database.now())
    const sha256s: string[] = []
    const erased = { answers: 0, cost: 0 }
    let room = limit
    let document = nextDeleted.get()
    while (document && room > 0) {
      const { id, sha256 } = document
      for (let episode = nextEpisode.get(id); episode && room > 0; episode = nextEpisode.get(id)) {
        room -= change.clearEpisode(episode.id)
      }
      if (room > 0) room -= dropTexts(id, room, erased)
      if (room > 0) room -= answers.ofDocument(id, room, erased)
      if (room > 0) room -= dropPages.run(id, id, room).changes
      if (room > 0) room -= answers.ofFailures(id, room)
      if (room > 0) room -= dropEvents.run(id, room).changes
      if (room <= 0) break
      dropDocument.run(id)
      traces.note('indexes')
      room -= 1
      if (sha256 !== null && !stillUsed.get(sha256)) sha256s.push(sha256)
      document = nextDeleted.get()
    }
    change.settle()
    return { done: document === undefined, sha256s, erased }
  }

  return {
    async sweepDeleted(limit) {
      const swept = await write(() => sweepSome(limit))
      return { ...swept, done: swept.done && (await traces.clear()) }
    },

    knowsBlob: (sha256) => read(() => stillUsed.get(sha256) !== undefined),
  }
}
