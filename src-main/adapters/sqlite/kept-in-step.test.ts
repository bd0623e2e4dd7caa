import Sqlite from 'better-sqlite3'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Bench } from '../../engine/testing/store-suite/builders.ts'
import { STEPS, take, type Step } from '../../engine/testing/store-suite/invariants.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'
import { createStore } from './store.ts'

const IDS = ['a', 'b', 'c']
/** Mostly what brings documents on, so that there is something to lose. */
const WORK: Step['kind'][] = ['add', 'ingest', 'read', 'cut', 'complete', 'complete', 'complete']
const step = fc.record({
  kind: fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...WORK) }, fc.constantFrom(...STEPS)),
  id: fc.constantFrom(...IDS),
  n: fc.nat(3),
})
const RUNS = process.env['TEST_LONG'] === '1' ? 150 : 15

const says = (what: string, word: string) =>
  `EXISTS (SELECT 1 FROM json_each(m.said, '$.${what}') said WHERE said.value = ${word})`
const refs = (what: string, word: string) =>
  `SELECT * FROM entity_${word} kept WHERE refs <> (SELECT count(*) FROM mention m
     WHERE m.entity_id = kept.entity_id AND ${says(what, `kept.${word}`)})
   UNION ALL SELECT kept.* FROM mention m, json_each(m.said, '$.${what}') said LEFT JOIN entity_${word} kept
     ON kept.entity_id = m.entity_id AND kept.${word} = said.value WHERE kept.entity_id IS NULL`
const indexed = (index: string, table: string) =>
  `SELECT id FROM ${table} WHERE deleted = 0 EXCEPT SELECT rowid FROM ${index}
   UNION ALL SELECT * FROM (SELECT rowid FROM ${index} EXCEPT SELECT id FROM ${table} WHERE deleted = 0)`

/** What is kept beside the rows that it is made of; each finds what is out of step. */
const DRIFTS = {
  'counts of a document': `SELECT id FROM document d WHERE deleted_at IS NULL AND (
      chunks_pending, chunks_completed, chunks_failed, chunks_cancelled, chunks_discarded,
      pending_input, estimated_output, characters) IS NOT (
    SELECT count(*) FILTER (WHERE state = 'pending'), count(*) FILTER (WHERE state = 'completed'),
      count(*) FILTER (WHERE state = 'failed'), count(*) FILTER (WHERE state = 'cancelled'),
      count(*) FILTER (WHERE state = 'failed' AND discarded = 1),
      coalesce(sum(estimated_input) FILTER (WHERE state = 'pending'), 0), coalesce(sum(estimated_output), 0),
      coalesce(sum(spans ->> '$[#-1].end'), 0) FROM chunk WHERE document_id = d.id)`,
  'an episode for each completed chunk, and for no other': `SELECT c.id FROM chunk c JOIN document d ON d.id = c.document_id
      WHERE d.deleted_at IS NULL AND c.state = 'completed'
      AND (SELECT count(*) FROM episode WHERE chunk_id = c.id AND deleted = 0) <> 1
    UNION ALL SELECT id FROM episode e WHERE deleted = 0
      AND NOT EXISTS (SELECT 1 FROM chunk WHERE id = e.chunk_id AND document_id = e.document_id AND ordinal = e.ordinal)`,
  mentions: `SELECT id FROM entity e WHERE mentions <> (SELECT count(*) FROM mention WHERE entity_id = e.id)
    OR deleted <> (mentions = 0)`,
  'keys of entities': refs('keys', 'key'),
  'aliases of entities': refs('aliases', 'alias'),
  'facts with evidence': `SELECT id FROM relationship r
    WHERE deleted = EXISTS (SELECT 1 FROM evidence WHERE relationship_id = r.id)`,
  'the search index of entities': indexed('entity_text', 'entity'),
  'the search index of facts': indexed('fact_text', 'relationship'),
}

it('after any sequence of operations nothing that is kept is out of step with its rows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 40, maxLength: 120, size: 'max' }), async (steps) => {
      const sql = new Sqlite(':memory:')
      sql.pragma('foreign_keys = ON')
      await migrate(sql, MIGRATIONS, () => 1)
      const store = createStore(sql, { now: () => 1, after: () => () => {} })
      const b = new Bench(store)
      for (const id of IDS) await take(b, { kind: 'add', id, n: 0 })
      for (const one of steps) await take(b, one)
      for (const [what, query] of Object.entries(DRIFTS)) expect(sql.prepare(query).all(), what).toEqual([])
      await store.close()
    }),
    { numRuns: RUNS, endOnFailure: true },
  )
}, 300_000)
