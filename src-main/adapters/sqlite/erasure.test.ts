import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import {
  Bench,
  chunk,
  entity,
  fact,
  must,
  newCall,
  page,
  reply,
  writes,
} from '../../engine/testing/store-suite/builders.ts'
import type { ChunkEnd } from '../../engine/ports.ts'
import { openSqliteStore } from './store.ts'
import { temporaryFolder } from './testing/temporary-folder.ts'

const folder = temporaryFolder()

/** Longer than a page of the database, so that it is in overflow pages too. */
const long = (word: string) => `${`${word} `.repeat(900)}.`

/** A document that says its word in every place where text is kept. */
async function tell(b: Bench, id: string, word: string, chunks: number): Promise<void> {
  await b.add(id)
  await b.ingest(`sha of ${id}`)
  await b.read([page(1, { text: long(word) }), page(2, { text: word })])
  const headings = [`Heading ${word}`]
  await b.cut(
    Array.from({ length: chunks }, (_, n) => chunk(n, `${n} ${long(word)}`, { headings, sha256: `${id} ${n}` })),
  )
  for (const row of await b.pending(id)) {
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
}

function placesOf(path: string, word: string): string[] {
  const files = [path, `${path}-wal`, `${path}-shm`].filter((file) => existsSync(file))
  return files.filter((file) => readFileSync(file, 'latin1').toLowerCase().includes(word.toLowerCase()))
}

it.each([1, 30])(
  'no byte of what a removed document of %i chunks said is left in the files of the database',
  async (chunks) => {
    const path = folder.file()
    const store = await openSqliteStore(path)
    const b = new Bench(store)
    await tell(b, 'stays', 'Halcyon', 40)
    await tell(b, 'goes', 'Zyzzyva', chunks)
    await tell(b, 'last', 'Halcyon', 3)
    expect(placesOf(path, 'Zyzzyva')).toContain(`${path}-wal`)
    await store.deleteDocument('goes', b.now)
    let slices = 1
    while (!(await store.sweepDeleted(10)).done) slices += 1
    expect(slices).toBeGreaterThan(chunks / 3)
    expect(placesOf(path, 'Zyzzyva')).toEqual([])
    expect(placesOf(path, 'Halcyon')).toEqual([path])
    expect((await b.views.searchGraph('Halcyon', null, 100)).entities).toHaveLength(86)
    await store.close()
  },
)

it('what a kill kept from being erased is erased at the next start', async () => {
  const path = folder.file()
  const store = await openSqliteStore(path)
  const b = new Bench(store)
  await tell(b, 'stays', 'Halcyon', 40)
  await tell(b, 'goes', 'Zyzzyva', 1)
  await store.deleteDocument('goes', b.now)
  while ((await store.sweepDeleted(20)).sha256s.length === 0);
  const killed = folder.file()
  for (const end of ['', '-wal']) copyFileSync(`${path}${end}`, `${killed}${end}`)
  await store.close()
  expect(placesOf(killed, 'Zyzzyva')).not.toEqual([])
  const next = await openSqliteStore(killed)
  while (!(await next.sweepDeleted(20)).done);
  expect(placesOf(killed, 'Zyzzyva')).toEqual([])
  await next.close()
})
