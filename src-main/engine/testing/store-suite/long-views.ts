import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { Bench, chunk, errorInfo, entity, fact, MODEL, must, newDocument, viewsOf, writes } from './builders.ts'

/** More than any view takes at a time. */
const DOCUMENTS = 300
const CHUNKS = 120
const FACTS = 60
/** More than is put back to work at a time. */
const ENDED = 11

/** What happened to a store and its host's loop, in order: names of methods, and `turn`. */
function watched(store: Store) {
  const steps: string[] = []
  const seen = new Proxy(store, {
    get(target, name) {
      const member = Reflect.get(target, name) as (...args: unknown[]) => unknown
      return (...args: unknown[]) => {
        steps.push(String(name))
        return Reflect.apply(member, target, args)
      }
    },
  })
  const after = (_ms: number, run: () => void) => {
    const turn = setImmediate(() => {
      steps.push('turn')
      run()
    })
    return () => clearImmediate(turn)
  }
  return { steps, views: viewsOf(seen, { now: () => 9e12, after }) }
}

async function filled(store: Store): Promise<Bench> {
  const b = new Bench(store)
  const facts = Array.from({ length: FACTS }, (_, n) => fact('Hub', `P${n}`))
  const entities = [entity('Hub'), ...facts.map(({ targetUuid }) => entity(targetUuid))]
  await b.prepare(
    'large',
    Array.from({ length: CHUNKS }, (_, ordinal) => chunk(ordinal)),
  )
  await b.claimKg()
  await b.complete(must((await b.pending('large'))[0]), writes('e', { entities, relationships: facts }))
  for (let n = 0; n < ENDED; n++) {
    await b.prepare(`lossy ${n}`)
    const rows = await b.pending(`lossy ${n}`)
    await b.fail(must(rows[0]))
    await b.complete(must(rows[1]))
    await b.store.finishKgDocument(`lossy ${n}`, b.now)
    await b.prepare(`offline ${n}`, [chunk(0)], 'offline')
    await b.complete(must((await b.pending(`offline ${n}`))[0]), undefined, 'offline')
    await b.store.finishKgDocument(`offline ${n}`, b.now)
    await b.add(`bad ${n}`)
    await b.store.failDocument(`bad ${n}`, 'ingestion', errorInfo('file_missing'), b.now)
  }
  await b.store.enqueue(
    Array.from({ length: DOCUMENTS }, (_, n) => newDocument(`queued ${n}`)),
    b.now,
  )
  return b
}

/** The view, and the method of the store that does its work slice by slice. */
const VIEWS: [name: string, method: keyof Store, ask: (views: Bench['views']) => Promise<unknown>, length: number][] = [
  ['queue', 'queueRowsOf', (views) => views.queueRows(true, MODEL), DOCUMENTS + 3 * ENDED + 1],
  [
    'report',
    'documentReports',
    async (views) => (await views.report(null, MODEL)).documents,
    DOCUMENTS + 3 * ENDED + 1,
  ],
  [
    'report of a document',
    'chunkReports',
    async (views) => (await views.documentReport('large', MODEL))?.chunkRows,
    CHUNKS,
  ],
  ['jobs', 'jobRows', async (views) => (await views.jobs({ limit: 9999 })).jobs, DOCUMENTS + 4 + 9 * ENDED],
  ['entity', 'facts', async (views) => (await views.graphEntity('Hub'))?.facts, FACTS],
  [
    'letters',
    'letters',
    async (views) =>
      (await views.letters({ documentId: null, discarded: false, cursor: null, limit: 9999, model: MODEL })).letters,
    2 * ENDED,
  ],
  ['discard', 'discardLetters', (views) => views.discardLetters({ documentId: null }), 2 * ENDED],
  ['retry', 'retryDocuments', (views) => views.retryDocuments({ documentId: null, phase: null }), ENDED],
  ['retry of gaps', 'retryGaps', (views) => views.retryGaps({ documentId: null, code: null }), ENDED],
  ['reading again', 'rereadOffline', (views) => views.rereadOffline(), ENDED],
]

export function testLongViews(open: () => Promise<Store>): void {
  describe('thousands of documents', () => {
    it.each(VIEWS)('%s: the loop turns before and after each slice', async (_, method, ask, length) => {
      const store = await open()
      await filled(store)
      const { steps, views } = watched(store)
      expect(await ask(views)).toHaveLength(length)
      const slices = steps.flatMap((step, at) => (step === method ? [at] : []))
      expect(slices.length).toBeGreaterThan(1)
      for (const at of slices) {
        expect([steps[at - 1], steps[at + 1]]).toEqual(['turn', 'turn'])
      }
      await store.close()
    })

    it('each sum of a run is a step of its own', async () => {
      const store = await open()
      const { steps, views } = watched(store)
      await views.runReport(0, MODEL)
      const sums = ['documentsSince', 'chunksSince', 'spent', 'graphCounts']
      expect(steps.filter((step) => step === 'turn' || sums.includes(step)).join(' ')).toBe(sums.join(' turn '))
      await store.close()
    })

    it('a word in thousands of facts is weighed in the oldest of them', async () => {
      const store = await open()
      const b = new Bench(store)
      await b.prepare('a')
      await b.claimKg()
      const many = Array.from({ length: 2000 }, (_, n) =>
        fact('Hub', 'Rim', { uuid: `f${n}`, fact: `common word ${n}` }),
      )
      const relationships = [...many, fact('Late', 'Later', { fact: 'common' })]
      const entities = ['Hub', 'Rim', 'Late', 'Later'].map((name) => entity(name))
      await b.complete(must((await b.pending('a'))[0]), writes('e', { entities, relationships }))
      const found = async (query: string) =>
        (await store.searchGraph(query, null, 9, 1)).map(({ entity: { name } }) => name)
      expect(await found('common')).toEqual(['Hub', 'Rim'])
      expect(await found('late')).toEqual(['Late', 'Later'])
      await store.close()
    })

    it('a document that ends or goes while the others are read leaves no hole and is in no row twice', async () => {
      const store = await open()
      const b = await filled(store)
      const { views } = watched(
        new Proxy(store, {
          get(target, name) {
            const member = Reflect.get(target, name) as (...args: unknown[]) => unknown
            return async (...args: unknown[]) => {
              const answer = await Reflect.apply(member, target, args)
              if (name === 'queueIds') {
                await store.cancelDocument('queued 2', b.now)
                await store.deleteDocument('queued 4', b.now)
              }
              return answer
            }
          },
        }),
      )
      const rows = await views.queueRows(false, MODEL)
      expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
      expect(rows.find((row) => row.id === 'queued 2')).toMatchObject({ state: 'cancelled', position: null })
      expect(rows.some((row) => row.id === 'queued 4')).toBe(false)
      const positions = rows.flatMap((row) => row.position ?? [])
      expect(positions).toEqual(positions.map((_, index) => index + 1))
      await store.close()
    })
  })
}
