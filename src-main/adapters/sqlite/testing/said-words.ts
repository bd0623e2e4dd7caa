import { existsSync, readFileSync } from 'node:fs'
import type { ChunkEnd } from '../../../engine/ports.ts'
import {
  type Bench,
  chunk,
  entity,
  fact,
  must,
  newCall,
  page,
  reply,
  writes,
} from '../../../engine/testing/store-suite/builders.ts'

/** Longer than a page of the database, so that it is in overflow pages too. */
const long = (word: string) => `${`${word} `.repeat(900)}.`

/** A document that says its word in every place where text is kept. */
export async function tell(b: Bench, id: string, word: string, chunks: number): Promise<void> {
  await b.add(id)
  await b.ingest(`sha of ${id}`)
  await b.read([page(1, { text: long(word) }), page(2, { text: word })])
  const headings = [`Heading ${word}`]
  await b.cut(
    Array.from({ length: chunks }, (_, n) => chunk(n, `${n} ${long(word)}`, { headings, sha256: `${id} ${n}` })),
  )
  for (const row of await b.pending(id)) {
    const refusedId = await b.store.markSent(newCall(id, row.id), b.now)
    const refusal = { status: 400, code: 'api_error', message: `The API quotes ${word}`, requestId: null } as const
    await b.store.recordRefusal(refusedId, refusal, b.now)
    const callId = await b.store.markSent(newCall(id, row.id), b.now)
    await b.store.recordAnswer(callId, reply(`${row.ordinal}: ${long(word)}`), 7, b.now)
    const [one, two] = [`${id} one ${row.ordinal}`, `${id} two ${row.ordinal}`]
    const set = writes(`${id} ${row.ordinal}`, {
      episode: { uuid: `${id} ${row.ordinal}`, name: `${word}.pdf - Chunk ${row.ordinal}` },
      entities: [
        entity(one, { name: `${word} ${row.ordinal}`, aliases: [`alias ${word}`], keys: [word.toLowerCase()] }),
        entity(two, { summary: long(word) }),
      ],
      relationships: [fact(one, two, { fact: `${word} knows ${row.ordinal}`, quote: long(word) })],
    })
    const end: ChunkEnd = { state: 'completed', writes: set, callIds: [callId], reused: false, droppedFacts: 0 }
    await b.store.finishChunk(must(row), end, 'anthropic', b.now)
  }
  await b.store.finishKgDocument(id, b.now)
  await b.store.addActivity({ at: b.now, kind: 'document.failed', documentId: id, text: `${word}.pdf failed: ${word}` })
}

/** The files of a database in which a word stands. */
export function placesOf(path: string, word: string): string[] {
  const files = [path, `${path}-wal`, `${path}-shm`].filter((file) => existsSync(file))
  return files.filter((file) => readFileSync(file, 'latin1').toLowerCase().includes(word.toLowerCase()))
}
