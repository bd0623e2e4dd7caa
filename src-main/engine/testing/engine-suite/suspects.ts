import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf } from './rig.ts'

const HOUR_MS = 3_600_000
const API_ERROR = { status: 500, type: 'api_error' }

/** Whose fault it is: a chunk's, the service's, or our own. */
export function describeSuspects(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: suspects`, () => {
    it('an outage that hits one chunk while the others of its window are answered does not stop the lane for ever', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(10, 1) })
      const start = rig.clock.now()
      rig.llm.behave(({ prompt }) =>
        prompt.user.includes('word1x1x3x1 ') && rig.clock.now() - start < 600_000
          ? { status: 529, type: 'overloaded_error' }
          : 'answer',
      )
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
      await rig.stop()
    })

    it('a chunk that fails for ever while others are answered becomes a gap, and the document completes', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(24, 1) })
      rig.llm.behave(({ prompt }) =>
        prompt.user.includes('word1x1x3x1 ') ? { status: 500, type: 'api_error' } : 'answer',
      )
      await rig.untilIdle()
      const { documents } = await rig.report()
      expect(documents).toMatchObject([
        { state: 'completed', chunks: { failed: 1 }, gaps: [{ code: 'retries_exhausted' }] },
      ])
      await rig.stop()
    })

    it('a last chunk that fails for ever, with none left to compare, becomes a gap after hours', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      rig.llm.behave(({ prompt }) =>
        prompt.user.includes('word1x1x3x1 ') ? { status: 500, type: 'api_error' } : 'answer',
      )
      await rig.until((queue) => queue.state === 'waiting')
      await rig.clock.advance(2.2 * 3_600_000)
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([
        { state: 'completed', gaps: [{ code: 'retries_exhausted' }] },
      ])
      expect(rig.clock.monotonic()).toBeGreaterThan(2 * 3_600_000)
      await rig.stop()
    })

    it('a last chunk that fails for ever becomes a gap after hours, also when the engine was killed meanwhile', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      const fail = () =>
        rig.llm.behave(({ prompt }) =>
          prompt.user.includes('word1x1x3x1 ') ? { status: 500, type: 'api_error' } : 'answer',
        )
      fail()
      await rig.until((queue) => queue.state === 'waiting' && rig.llm.answered.length === 2)
      await rig.crash()
      fail()
      await rig.clock.advance(2.2 * 3_600_000)
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([
        { state: 'completed', gaps: [{ code: 'retries_exhausted' }] },
      ])
      await rig.stop()
    })

    it('a last chunk that fails for ever becomes a gap after hours, however often the store fails meanwhile', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      rig.llm.behave(({ prompt }) =>
        prompt.user.includes('word1x1x3x1 ') ? { status: 500, type: 'api_error' } : 'answer',
      )
      await rig.until((queue) => queue.state === 'waiting')
      const markSent = rig.store.markSent.bind(rig.store)
      let calls = 0
      rig.store.markSent = (...given) =>
        (calls += 1) % 10 === 0
          ? Promise.reject(new SluiceError('store_failed', 'expected a row, came none'))
          : markSent(...given)
      await rig.clock.advance(3 * 3_600_000)
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([
        { state: 'completed', gaps: [{ code: 'retries_exhausted' }] },
      ])
      await rig.stop()
    })

    it('a last chunk that fails for ever becomes a gap after hours, also when its chunks cannot be read meanwhile', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      rig.llm.behave(({ prompt }) => (prompt.user.includes('word1x1x3x1 ') ? API_ERROR : 'answer'))
      await rig.until((queue) => queue.state === 'waiting')
      const pending = rig.store.pendingChunks.bind(rig.store)
      let looks = 0
      rig.store.pendingChunks = (...given) =>
        (looks += 1) % 40 === 0
          ? Promise.reject(new SluiceError('store_failed', 'expected rows, came none'))
          : pending(...given)
      await rig.clock.advance(3 * HOUR_MS)
      expect(looks).toBeGreaterThan(40)
      expect((await rig.report()).documents).toMatchObject([
        { state: 'completed', gaps: [{ code: 'retries_exhausted' }] },
      ])
      await rig.stop()
    })

    it('a last chunk that fails for ever is compared with the next document, and holds nothing up for hours', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.add('b.pdf', { pages: pagesOf(8, 2) })
      await rig.add('c.pdf', { pages: pagesOf(8, 3) })
      rig.llm.behave(({ prompt }) => (prompt.user.includes('word1x2x3x1 ') ? API_ERROR : 'answer'))
      await rig.untilIdle()
      expect(rig.clock.monotonic()).toBeLessThan(HOUR_MS)
      const { documents, totals } = await rig.report()
      expect(documents).toMatchObject([
        { state: 'completed', gaps: [{ code: 'retries_exhausted' }] },
        { state: 'completed', gaps: [] },
        { state: 'completed', gaps: [] },
      ])
      expect(totals.calls.answered).toBe(totals.chunks.completed)
      expect(totals.graph.episodes).toBe(totals.chunks.completed)
      expect(rig.order()).toEqual(['a.pdf', 'b.pdf', 'c.pdf'])
      await rig.stop()
    })

    it('a chunk that fails for ever is compared with the next document, however little may be read ahead', async () => {
      const rig = await openRig(openStore, { settings: { phaseLookahead: '1' } })
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.add('b.pdf', { pages: pagesOf(8, 2) })
      rig.llm.behave(({ prompt }) => (prompt.user.includes('word1x2x3x1 ') ? API_ERROR : 'answer'))
      await rig.untilIdle()
      expect(rig.clock.monotonic()).toBeLessThan(HOUR_MS)
      expect((await rig.report()).documents).toMatchObject([
        { state: 'completed', gaps: [{ code: 'retries_exhausted' }] },
        { state: 'completed', gaps: [] },
      ])
      await rig.stop()
    })

    it('an outage for hours: at most three documents are begun, and no chunk is given up for it', async () => {
      const rig = await openRig(openStore)
      for (const n of [1, 2, 3, 4, 5]) await rig.add(`${n}.pdf`, { pages: pagesOf(1, n) })
      rig.llm.behave(() => API_ERROR)
      await rig.until((queue) => queue.state === 'waiting')
      await rig.clock.advance(6 * HOUR_MS)
      expect(rig.order()).toEqual(['1.pdf', '2.pdf', '3.pdf'])
      rig.llm.behave(() => 'answer')
      await rig.untilIdle()
      for (const document of (await rig.report()).documents) {
        expect(document).toMatchObject({ state: 'completed', gaps: [] })
      }
      await rig.stop()
    })

    it('requests of single chunks not taken, document after document: our fault, and no document fails for it', async () => {
      const rig = await openRig(openStore)
      for (const n of [1, 2, 3, 4])
        await rig.add(`${n}.pdf`, { pages: pagesOf(1, n).map((page) => page.slice(0, 900)) })
      rig.llm.behave(() => ({ status: 400, type: 'invalid_request_error' }))
      await rig.until((queue) => queue.state === 'waiting')
      expect((await rig.queue()).waitReason).toMatchObject({ error: { code: 'request_rejected' } })
      await rig.clock.advance(HOUR_MS)
      expect((await rig.report()).totals.chunks.failed).toBe(0)
      rig.llm.behave(() => 'answer')
      await rig.untilIdle()
      for (const document of (await rig.report()).documents) {
        expect(document).toMatchObject({ state: 'completed', gaps: [] })
      }
      await rig.stop()
    })

    it('a document deleted while its chunk is compared leaves nothing behind', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      const b = await rig.add('b.pdf', { pages: pagesOf(3, 2) })
      rig.llm.behave(({ prompt }) =>
        prompt.user.includes('word1x2x3x1 ') || prompt.user.includes('word2x') ? API_ERROR : 'answer',
      )
      await rig.until(() => rig.order().includes('b.pdf'))
      await rig.answer(rig.engine.commands['documents.delete']({ document: b }))
      await rig.clock.advance(3 * HOUR_MS)
      await rig.untilIdle()
      const { documents, totals } = await rig.report()
      expect(documents).toMatchObject([{ name: 'a.pdf', state: 'completed', gaps: [{ code: 'retries_exhausted' }] }])
      expect(totals.graph.episodes).toBe(documents[0]?.chunks.completed)
      await rig.stop()
    })

    it('a document cancelled while its chunk is compared gets nothing into the graph', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      const b = await rig.add('b.pdf', { pages: pagesOf(3, 2) })
      rig.llm.behave(({ prompt }) => {
        if (prompt.user.includes('word1x2x3x1 ')) return API_ERROR
        if (prompt.user.includes('word2x')) void rig.engine.commands['queue.cancel']({ document: b })
        return 'answer'
      })
      await rig.clock.advance(3 * HOUR_MS)
      expect(rig.order()).toEqual(['a.pdf', 'b.pdf'])
      const { documents, totals } = await rig.report()
      expect(documents).toMatchObject([
        { name: 'a.pdf', state: 'completed', gaps: [{ code: 'retries_exhausted' }] },
        { name: 'b.pdf', state: 'cancelled', chunks: { completed: 0 } },
      ])
      expect(totals.graph.episodes).toBe(documents[0]?.chunks.completed)
      await rig.stop()
    })

    it('"finish this document" asks nothing of another, even to compare', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.add('b.pdf', { pages: pagesOf(3, 2) })
      let looks = 0
      const claimBeside = rig.store.claimBeside.bind(rig.store)
      rig.store.claimBeside = (...given) => {
        looks += 1
        return claimBeside(...given)
      }
      rig.llm.behave(({ prompt, nth }) => {
        if (nth === 0) void rig.engine.commands['queue.pause']({ finishDocument: true })
        return prompt.user.includes('word1x2x3x1 ') ? API_ERROR : 'answer'
      })
      await rig.clock.advance(HOUR_MS)
      expect(rig.order()).toEqual(['a.pdf'])
      expect(looks).toBe(0)
      expect(rig.llm.asked.length).toBeGreaterThan(20)
      await rig.stop()
    })

    it.each(['steady', 'standard'])(
      'requests not taken any more in mid-document: our fault, whatever was answered before (preset %s)',
      async (preset) => {
        const rig = await openRig(openStore, { settings: { preset } })
        await rig.add('a.pdf', { pages: pagesOf(12, 1) })
        rig.llm.behave(({ nth }) => (nth < 4 ? 'answer' : { status: 400, type: 'invalid_request_error' }))
        await rig.until((queue) => queue.state === 'waiting')
        expect((await rig.queue()).waitReason).toMatchObject({ error: { code: 'request_rejected' } })
        expect((await rig.report()).totals.chunks.failed).toBe(0)
        rig.llm.behave(() => 'answer')
        await rig.untilIdle()
        expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
        await rig.stop()
      },
    )
  })
}
