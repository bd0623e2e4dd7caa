import Sqlite from 'better-sqlite3'
import { expect, it } from 'vitest'
import { entity, fact, writes } from '../../engine/testing/store-suite/builders.ts'
import { createGraphWriter } from './graph-writer.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'

const CHANGES = 300
/** What SQLite would merge at once if nothing had been merged before. */
const CRISIS = 16

it('keeps the search indexes in few segments, however many changes there were', async () => {
  const sql = new Sqlite(':memory:')
  await migrate(sql, MIGRATIONS, () => 1)
  const writer = createGraphWriter({ sql })
  const segments = (table: string) =>
    sql.prepare<[], number>(`SELECT count(DISTINCT segid) FROM ${table}_idx`).pluck().get()
  for (let n = 0; n < CHANGES; n += 1) {
    const change = writer.begin(n)
    const names = [`Ann ${n}`, `Bob ${n}`] as const
    const set = { entities: names.map((name) => entity(name)), relationships: [fact(...names)] }
    change.write(writes(`e${n}`, set), { documentId: 'd', chunkId: n, ordinal: n })
    change.settle()
    expect(segments('entity_text')).toBeLessThan(CRISIS)
    expect(segments('fact_text')).toBeLessThan(CRISIS)
  }
})
