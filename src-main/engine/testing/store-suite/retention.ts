import { describe, expect, it } from 'vitest'
import type { AgeCursor, Store } from '../../ports.ts'
import {
  type Bench,
  chunk,
  failedPage,
  freshBench,
  MODEL,
  must,
  newCall,
  newDocument,
  page,
  reply,
  writes,
} from './builders.ts'

export function testRetention(open: () => Promise<Store>): void {
  describe('retention', () => {
    const bench = freshBench(open)

    /** All that a step finds behind one cursor after the other. */
    async function walk<T extends { next: AgeCursor | null }>(step: (after: AgeCursor | null) => Promise<T>) {
      const steps: T[] = []
      let after: AgeCursor | null = null
      do {
        const found: T = await step(after)
        steps.push(found)
        after = found.next
      } while (after !== null)
      return steps
    }

    const total = <K extends string>(steps: { old: Record<K, number> }[], key: K) =>
      steps.reduce((sum, { old }) => sum + old[key], 0)

    async function removeAnswers(b: Bench, before: number, limit = 10) {
      const steps = await walk((after) => b.store.removeAnswers(before, after, limit, b.now))
      return { answers: total(steps, 'answers'), cost: total(steps, 'cost') }
    }

    async function removeFiles(b: Bench, before: number, limit = 10) {
      return (await walk((after) => b.store.removeFiles(before, after, limit, b.now))).flatMap(({ sha256s }) => sha256s)
    }

    async function ask(b: Bench, documentId: string, text: string, chunkId: number) {
      const callId = await b.store.markSent(newCall(documentId, chunkId, { answerKey: text }), b.now)
      await b.store.recordAnswer(callId, reply(text), 7, b.now)
      return callId
    }

    /** Answers to the pending chunks, found valid; the document completes if these were its last. */
    async function answer(b: Bench, documentId: string, count = 100): Promise<void> {
      for (const row of (await b.pending(documentId)).slice(0, count)) {
        const callIds = [await ask(b, documentId, row.text, row.id)]
        const more = { writes: writes(`${documentId} ${row.text}`), callIds, reused: false, droppedFacts: 0 }
        await b.store.finishChunk(must(row), { state: 'completed', ...more }, 'anthropic', b.now)
      }
      await b.store.finishKgDocument(documentId, b.now)
    }

    const removedAt = async (b: Bench, documentId: string) =>
      must(await b.views.documentReport(documentId, MODEL)).chunkRows.map((row) => row.answerRemovedAt)

    it.each([1, 2, 100])(
      'removes answers that came before a time, %i at once, and keeps what they cost',
      async (limit) => {
        const b = bench()
        await b.prepare('a', [chunk(0, 'one'), chunk(1, 'two'), chunk(2, 'three')])
        await answer(b, 'a')
        const between = b.now
        await b.prepare('b', [chunk(0, 'new')])
        await answer(b, 'b')
        const before = await walk((after) => b.store.oldAnswers(between, after, limit))
        expect([total(before, 'answers'), total(before, 'cost')]).toEqual([3, 21])
        const usage = reply('').usage
        expect(total(before, 'output')).toBe(3 * usage.output)
        expect(await b.store.findAnswer('one')).not.toBeNull()
        expect(await removeAnswers(b, between, limit)).toEqual({ answers: 3, cost: 21 })
        expect(await b.store.findAnswer('one')).toBeNull()
        expect(await b.store.findAnswer('new')).toMatchObject({ text: 'new' })
        expect(await removeAnswers(b, between, limit)).toEqual({ answers: 0, cost: 0 })
        expect(await b.store.removedSoFar()).toEqual({ answers: 3, cost: 21, files: 0, bytes: 0 })
        const { totals } = await b.views.report(null, MODEL)
        expect(totals).toMatchObject({ costUsd: 0.000028, calls: { answered: 4 } })
        expect(await removedAt(b, 'a')).toEqual([expect.any(Number), expect.any(Number), expect.any(Number)])
        expect(await removedAt(b, 'b')).toEqual([null])
      },
    )

    it('keeps what a document with work left may still use, its own or one with the same text', async () => {
      const b = bench()
      await b.prepare('a', [chunk(0, 'mine'), chunk(1, 'still to come')])
      await answer(b, 'a', 1)
      await b.prepare('b', [chunk(0, 'shared'), chunk(1, 'only b')])
      await answer(b, 'b')
      await b.prepare('c', [chunk(0, 'shared')])
      expect(await removeAnswers(b, b.now)).toEqual({ answers: 1, cost: 7 })
      expect(await b.store.findAnswer('only b')).toBeNull()
      for (const text of ['mine', 'shared']) expect(await b.store.findAnswer(text)).not.toBeNull()
      await b.store.cancelDocument('a', b.now)
      expect(await removeAnswers(b, b.now)).toEqual({ answers: 0, cost: 0 })
    })

    it('keeps what is not judged yet, and what the model said to a chunk that was lost', async () => {
      const b = bench()
      await b.prepare('a', [chunk(0, 'lost'), chunk(1, 'found')])
      const [lost] = await b.pending('a')
      await b.store.judgeSpoilt(await ask(b, 'a', 'lost', must(lost).id), 'no JSON', b.now)
      await b.fail(must(lost), 'answer_spoilt')
      await answer(b, 'a')
      const id = await ask(b, 'a', 'once more', must(lost).id + 1)
      expect(await removeAnswers(b, b.now)).toEqual({ answers: 1, cost: 7 })
      expect(must(await b.store.chunkDetail('a', 0)).answer).toBe('lost')
      expect(await b.store.findAnswer('once more')).toMatchObject({ callId: id, verdict: 'unjudged' })
    })

    it('a text asked again is kept again, and not paid twice', async () => {
      const b = bench()
      await b.prepare('a', [chunk(0, 'text')])
      await answer(b, 'a')
      await removeAnswers(b, b.now)
      await b.views.retryDocuments({ documentId: 'a', phase: 'kg_ingest' })
      expect(await removedAt(b, 'a')).toEqual([null])
      await answer(b, 'a')
      expect(await removedAt(b, 'a')).toEqual([null])
      expect(await b.store.callFaults(0)).toMatchObject({ paidTwice: 0 })
    })

    it('removes the copies of documents that completed before a time, unless another needs the bytes', async () => {
      const b = bench()
      for (const id of ['a', 'b']) await b.whole(id)
      await b.add(newDocument('twin', { group: 'other' }))
      await b.ingest('sha of a')
      const between = b.now
      await b.whole('c')
      await b.prepare('d')
      const before = await walk((after) => b.store.oldFiles(between, after, 1))
      expect(total(before, 'files')).toBe(1)
      expect(await removeFiles(b, between, 1)).toEqual(['sha of b'])
      const known = ['a', 'b', 'c', 'd'].map((id) => b.store.knowsBlob(`sha of ${id}`))
      expect(await Promise.all(known)).toEqual([true, false, true, true])
      expect(await removeFiles(b, between)).toEqual([])
      const { documents } = await b.views.report(null, MODEL)
      expect(documents.map(({ id, fileRemovedAt }) => [id, fileRemovedAt !== null])).toEqual(
        ['a', 'b', 'twin', 'c', 'd'].map((id) => [id, id === 'b']),
      )
      expect(await b.store.removedSoFar()).toMatchObject({ answers: 0, files: 1, bytes: total(before, 'bytes') })
    })

    it('keeps the copy while something of the document is lost', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('sha of a')
      await b.read([page(1), failedPage(2)])
      await b.cut([chunk(0)])
      await b.finish()
      await b.prepare('b', [chunk(0), chunk(1)])
      await b.fail(must((await b.pending('b'))[0]))
      await b.finish()
      expect(await removeFiles(b, b.now)).toEqual([])
      await b.views.discardLetters({ documentId: 'b' })
      expect(await removeFiles(b, b.now)).toEqual(['sha of b'])
    })

    it('the same bytes, added again, are there again for a time', async () => {
      const b = bench()
      await b.whole('a')
      const ended = b.now
      expect(await removeFiles(b, ended)).toEqual(['sha of a'])
      await b.add('again')
      expect(await b.ingest('sha of a')).toEqual({ outcome: 'known', documentId: 'a' })
      expect(await b.store.knowsBlob('sha of a')).toBe(true)
      expect(must(await b.views.documentReport('a', MODEL)).fileRemovedAt).toBeNull()
      expect(await removeFiles(b, ended)).toEqual([])
      expect(await removeFiles(b, b.now + 1)).toEqual(['sha of a'])
    })

    it('leaves nothing to clear at the end', async () => {
      const b = bench()
      await b.prepare('a')
      await answer(b, 'a')
      await removeAnswers(b, b.now)
      for (let steps = 0; !(await b.store.clearTraces()); steps++) expect(steps).toBeLessThan(1000)
      expect(await b.store.clearTraces()).toBe(true)
    })
  })
}
