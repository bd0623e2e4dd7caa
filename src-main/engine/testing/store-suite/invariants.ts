import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Phase } from '../../../../src-shared/model/phase.ts'
import type { Store } from '../../ports.ts'
import { Bench, chunk, entity, errorInfo, fact, failedPage, MODEL, must, page, writes } from './builders.ts'

const IDS = ['a', 'b', 'c']
/** What a person, a phase or an API may do. */
export const STEPS = [
  'add',
  'ingest',
  'read',
  'cut',
  'complete',
  'fail chunk',
  'end',
  'fail',
  'cancel',
  'delete',
  'sweep',
  'retry',
  'redo',
  'retry gaps',
  'retry one',
  'discard',
  'discard one',
  'recover',
] as const

const step = fc.record({ kind: fc.constantFrom(...STEPS), id: fc.constantFrom(...IDS), n: fc.nat(3) })
export type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** Two or three people, of whom some recur in other chunks and documents. */
function someWrites(documentId: string, ordinal: number, n: number) {
  const people = ['Ann', 'Bob', `Guest ${n}`, `Only in ${documentId}`].slice(n % 2)
  return writes(`episode ${documentId} ${ordinal}`, {
    entities: people.map((name) =>
      entity(name, { aliases: n > 1 ? [`${name} ${n}`] : [], summary: n > 0 ? `n ${n}` : '' }),
    ),
    relationships: people.slice(1).map((name) => fact(people[0] ?? '', name, { page: n + 1 })),
  })
}

export async function take(b: Bench, { kind, id, n }: Step): Promise<void> {
  const { store } = b
  const phases: Phase[] = ['ingestion', 'extraction', 'chunking', 'kg_ingest']
  const phase = phases[n] ?? 'ingestion'
  switch (kind) {
    case 'add':
      // A deleted row holds its id until it is swept.
      if ((await store.document(id)) === null) await store.enqueue([row(id)], b.now).catch(() => [])
      return
    case 'ingest': {
      const job = await store.claim('ingestion', null, b.now)
      if (job)
        await store.finishIngestion(
          job,
          { sha256: `sha ${n}`, bytes: 1, provider: n > 1 ? 'offline' : 'anthropic' },
          b.now,
        )
      return
    }
    case 'read': {
      const job = await store.claim('extraction', null, b.now)
      const pages = [page(1), n === 3 ? failedPage(2) : page(2)]
      if (job) await store.savePages(job, { pages: 2, title: null }, pages, n > 0, b.now)
      return
    }
    case 'cut': {
      const job = await store.claim('chunking', null, b.now)
      const chunks = Array.from({ length: n + 1 }, (_, ordinal) => chunk(ordinal, `text ${(ordinal * n) % 3}`))
      if (!job) return
      // Chunking ends no earlier than the reading of pages.
      const { complete } = await store.pages(job.document.id, 1, 1)
      await store.saveChunks(job, chunks, 'c', complete && n > 0, b.now)
      return
    }
    case 'complete':
    case 'fail chunk': {
      const doc = await store.claimKgDocument('anthropic', null, b.now)
      const [first] = doc ? await store.pendingChunks(doc.document.id, -1, 1) : []
      if (first && kind === 'complete') await b.complete(first, someWrites(first.documentId, first.ordinal, n))
      if (first && kind === 'fail chunk') await b.fail(first)
      return
    }
    case 'end': {
      const doc = await store.claimKgDocument('anthropic', null, b.now)
      if (doc) await store.finishKgDocument(doc.document.id, b.now)
      return
    }
    case 'fail':
      return store.failDocument(id, phase, errorInfo('internal'), b.now)
    case 'cancel':
      return store.cancelDocument(id, b.now)
    case 'delete':
      return store.deleteDocument(id, b.now)
    case 'sweep':
      return void (await store.sweepDeleted(n + 1))
    case 'retry':
      return void (await b.views.retryDocuments({ documentId: n > 1 ? id : null, phase: null }))
    case 'redo':
      return void (await b.views.retryDocuments({ documentId: id, phase }))
    case 'retry gaps':
      return void (await b.views.retryGaps({ documentId: null, code: null }))
    case 'retry one':
      return void (await b.views.retryGaps({ documentId: id, chunk: n, discarded: null }))
    case 'discard':
      return void (await b.views.discardLetters({ documentId: n > 1 ? id : null }))
    case 'discard one':
      return void (await b.views.discardLetters({ documentId: id, ...(n > 1 ? { page: n } : { chunk: n }) }))
    case 'recover':
      return void (await store.recover(b.now))
  }
}

function row(id: string) {
  return { id, path: `/in/${id}`, name: id, bytes: 1, modifiedMs: 1, group: 'default', priority: 'normal' } as const
}

async function check(b: Bench): Promise<void> {
  const { store } = b
  const { documents, totals } = await b.views.report(null, MODEL)
  const { jobs } = await b.views.jobs({ limit: 10_000 })
  let completed = 0
  for (const document of documents) {
    const full = await b.views.documentReport(document.id, MODEL)
    const states = full?.chunkRows.map((one) => one.state) ?? []
    const count = (state: string) => states.filter((one) => one === state).length
    completed += count('completed')
    expect(document.chunks).toEqual({
      total: states.length,
      completed: count('completed'),
      failed: count('failed'),
      cancelled: count('cancelled'),
    })
    const { pages } = await store.pages(document.id, 1, 100)
    expect(Object.values(document.coverage).reduce((sum, n) => sum + n)).toBe(pages.length)
    expect(await store.pendingChunks(document.id, -1, 100)).toHaveLength(count('pending'))
    const open = jobs.filter((job) => job.documentId === document.id && ['pending', 'processing'].includes(job.status))
    const ended = ['completed', 'failed', 'cancelled'].includes(document.state)
    // Unfinished work is in a queue, and only that.
    expect(open.length > 0).toBe(!ended)
    if (ended) expect(count('pending')).toBe(0)
    if (document.state === 'completed') expect(count('cancelled')).toBe(0)
  }
  expect(totals.graph.episodes).toBeGreaterThanOrEqual(completed > 0 ? 1 : 0)
  await checkLetters(b)
  await checkGraph(b)
}

/** Whatever failed is a dead letter, once: it waits for a person or is discarded. */
async function checkLetters(b: Bench): Promise<void> {
  const { store } = b
  const listed = async (discarded: boolean) => {
    const filter = { documentId: null, discarded, cursor: null, limit: 1000, model: MODEL }
    const { letters, total } = await b.views.letters(filter)
    expect(total).toBe(letters.length)
    return letters
  }
  const [waiting, discarded] = [await listed(false), await listed(true)]
  const of = (id: string) => (one: { documentId: string }) => one.documentId === id
  for (const row of await b.views.queueRows(true, MODEL)) {
    const { chunks, coverage, gaps } = must(await b.views.documentReport(row.id, MODEL))
    const lost = { failed: 1, completed: chunks.failed + coverage.failed }[row.state as 'failed'] ?? 0
    expect(waiting.filter(of(row.id)).length + discarded.filter(of(row.id)).length).toBe(lost)
    expect(row.letters).toBe(waiting.filter(of(row.id)).length)
    expect(row.gaps).toBe(gaps.length)
  }
  expect((await store.queueTotals()).letters).toBe(waiting.length)
}

async function checkGraph(b: Bench): Promise<void> {
  const { store } = b
  const { entities, cursor } = await store.graphSlice(null, null, 1000)
  const { facts } = await store.graphSlice(null, cursor, 1000)
  const counts = await store.graphCounts(null)
  expect(entities).toHaveLength(counts.entities)
  expect(entities.reduce((sum, one) => sum + one.mentions, 0)).toBe(counts.mentions)
  expect(entities.every((one) => one.mentions > 0 && one.name !== '')).toBe(true)
  const live = new Set(entities.map((one) => one.uuid))
  expect(facts.every((one) => live.has(one.sourceUuid) && live.has(one.targetUuid) && one.evidence.length > 0)).toBe(
    true,
  )
  for (const one of entities) {
    expect((await store.entitiesByKeys('default', [one.name.toLowerCase()])).map((found) => found.uuid)).toContain(
      one.uuid,
    )
    expect((await b.views.searchGraph(one.name, null, 200)).entities.map((found) => found.uuid)).toContain(one.uuid)
  }
}

export function testInvariants(open: () => Promise<Store>): void {
  describe('invariants', () => {
    it('hold after any sequence of operations', async () => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async (steps) => {
          const store = await open()
          try {
            const b = new Bench(store)
            for (const id of IDS) await store.enqueue([row(id)], b.now)
            for (const one of steps) await take(b, one)
            await check(b)
            await store.recover(b.now)
            expect((await b.views.jobs({ status: 'processing', limit: 10 })).jobs).toEqual([])
            while (!(await store.sweepDeleted(1000)).done);
            await check(b)
            // What is left in the graph once all is deleted would be nobody's.
            for (const id of IDS) await store.deleteDocument(id, b.now)
            while (!(await store.sweepDeleted(3)).done);
            const nothing = { episodes: 0, entities: 0, relationships: 0, mentions: 0, types: {} }
            expect(await store.graphCounts(null)).toEqual(nothing)
            expect(await store.entitiesByKeys('default', ['ann', 'bob'])).toEqual([])
          } finally {
            await store.close()
          }
        }),
        { numRuns: 25 },
      )
    }, 120_000)
  })
}
