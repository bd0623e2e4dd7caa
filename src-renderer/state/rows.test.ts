import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { QueueRow } from '../../src-shared/contract/schemas.ts'
import { PRIORITIES } from '../../src-shared/model/document.ts'
import { makeRow } from '../testing/rows.ts'
import { applyRowChanges, orderOf } from './rows.ts'

/** Rows of few documents, so that they change often; no two stand at the same place. */
const row: fc.Arbitrary<QueueRow> = fc
  .record({
    number: fc.nat(30),
    state: fc.constantFrom('queued', 'processing', 'completed', 'failed'),
    priority: fc.constantFrom(...PRIORITIES),
    place: fc.nat(5),
  })
  .map(({ number, state, priority, place }) =>
    makeRow({ id: `d${number}`, state, priority, position: place, addedAt: number, endedAt: place * 100 + number }),
  )
const changes = fc.record({
  changed: fc.array(row, { maxLength: 8 }),
  removed: fc.array(
    fc.nat(30).map((number) => `d${number}`),
    { maxLength: 3 },
  ),
})

it('rows that come, go and move leave the order that sorting all of them gives', () => {
  fc.assert(
    fc.property(fc.array(fc.array(changes, { maxLength: 3 }), { maxLength: 10 }), (frames) => {
      let state: ReturnType<typeof applyRowChanges> = { rows: new Map(), order: [] }
      for (const batches of frames) {
        state = applyRowChanges(state, batches)
        expect(state.order).toEqual(orderOf(state.rows))
      }
    }),
  )
})
