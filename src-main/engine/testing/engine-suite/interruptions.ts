import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { finished, oneDocument } from './one-document.ts'
import { openRig, pagesOf } from './rig.ts'

/** What a kill or a stop meets, and the next start. */
export function describeInterruptions(name: string, openStore: () => Promise<Store>): void {
  const one = (pages?: number) => oneDocument(openStore, pages)

  describe(`${name}: killed and stopped`, () => {
    it('killed with a call in flight: the work goes on, that call is unknown, and it alone is asked again', async () => {
      const rig = await one(5)
      rig.llm.behave(({ nth }) => (nth === 2 ? 'hang' : 'answer'))
      await rig.until(() => rig.llm.asked.length === 3)
      const before = rig.llm.answered.map((asked) => asked.prompt.user)
      await rig.crash()
      const { document, totals } = await finished(rig)
      expect(document?.state).toBe('completed')
      expect(totals.calls).toMatchObject({ answered: totals.chunks.total, unknown: 1 })
      expect(rig.llm.answered.filter((asked) => before.includes(asked.prompt.user))).toEqual([])
    })

    it('killed between any two steps: nothing is lost and nothing answered is asked again', async () => {
      for (let steps = 1; steps < 60; steps += 4) {
        const rig = await one(3)
        for (let i = 0; i < steps; i++) await rig.clock.runNext()
        const answered = rig.llm.answered.length
        await rig.crash()
        const { document, totals } = await finished(rig)
        expect(document?.state).toBe('completed')
        expect(answered + rig.llm.answered.length - totals.chunks.total).toBeLessThanOrEqual(1)
        expect(totals.graph.episodes).toBe(totals.chunks.total)
      }
    })

    it('a document that was half read when the engine died is gone on with, however little may be read ahead', async () => {
      const rig = await openRig(openStore, { settings: { phaseLookahead: '1' } })
      rig.llm.behave(() => 'hang')
      await rig.add('a.pdf', { hangs: pagesOf(30, 1) })
      await rig.until((queue) => queue.documents[0]?.phase === 'extraction' && rig.reader.opened.length === 1)
      await rig.clock.advance(1_000)
      rig.files.add('/files/a.pdf', { pages: pagesOf(30, 1) })
      for (const sha256 of rig.blobs.kept.keys()) rig.blobs.kept.set(sha256, { pages: pagesOf(30, 1) })
      await rig.crash()
      await rig.untilIdle()
      expect(rig.reader.opened.at(-1)?.fromPage).toBeGreaterThan(1)
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', pages: 30 }])
      await rig.stop()
    })

    it('killed in mid-document: the limits that the first answer named hold for the next start', async () => {
      const rig = await openRig(openStore)
      rig.llm.limits = { output: { limit: 4_000 } }
      await rig.add('a.pdf', { pages: pagesOf(6, 1) })
      await rig.until(() => rig.llm.answered.length === 2)
      await rig.crash()
      await rig.until(() => rig.llm.asked.length > 0)
      expect(rig.llm.asked[0]?.prompt.maxTokens).toBeLessThanOrEqual(2_000)
      await rig.stop()
    })

    it('killed while the API is shut: the next start waits for the longest time that was named, not for the last', async () => {
      const rig = await openRig(openStore, { settings: { preset: 'standard' } })
      rig.llm.limits = { requests: { limit: 4_000 }, input: { limit: 4_000_000 }, output: { limit: 800_000 } }
      await rig.add('a.pdf', { pages: pagesOf(20, 1) })
      await rig.until(() => rig.llm.answered.length >= 3)
      const first = rig.llm.asked.length
      rig.llm.behave(({ nth }) =>
        nth === first
          ? { status: 429, type: 'rate_limit_error', retryAfterMs: 600_000 }
          : { status: 529, type: 'overloaded_error', retryAfterMs: 1_000 },
      )
      await rig.until(() => rig.llm.asked.length >= first + 2)
      await rig.clock.advance(10_000)
      await rig.crash()
      await rig.clock.advance(580_000)
      expect(rig.llm.asked).toEqual([])
      await rig.until(() => rig.llm.asked.length > 0)
      await rig.stop()
    })

    it('killed while a refusal that named no time is waited for: the next start waits for the rest', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(4, 1) })
      rig.llm.behave(({ nth }) => (nth === 1 ? { status: 429, type: 'rate_limit_error' } : 'answer'))
      await rig.until((queue) => queue.waitReason?.kind === 'retry-after')
      await rig.crash()
      await rig.clock.advance(14_000)
      expect(rig.llm.asked).toEqual([])
      await rig.until(() => rig.llm.asked.length > 0)
      await rig.stop()
    })

    it('stopped with a call in flight: it lands, and the next start goes on behind it', async () => {
      const rig = await one(4)
      await rig.until(() => rig.llm.asked.length === 2)
      await rig.stop()
      expect(rig.llm.answered).toHaveLength(2)
      await rig.crash()
      const { totals } = await finished(rig)
      expect(totals.calls).toEqual({ answered: totals.chunks.total, refused: 0, unknown: 0, reused: 0 })
    })

    it('stopped with a call that does not land in time: it is unknown, and the stop is in time', async () => {
      const rig = await one(2)
      rig.llm.behave(() => 'hang')
      await rig.until(() => rig.llm.asked.length === 1)
      const before = rig.clock.now()
      await rig.stop()
      expect(rig.clock.now() - before).toBeLessThanOrEqual(21_000)
      expect((await rig.report()).totals.calls).toMatchObject({ answered: 0, unknown: 1 })
    })

    it('a stop does not wait for a page that takes minutes, nor does a cancel', async () => {
      const rig = await openRig(openStore)
      const id = await rig.add('a.pdf', { hangs: pagesOf(30, 1) })
      await rig.add('b.pdf', { pages: pagesOf(1, 2) })
      await rig.until(() => rig.reader.opened.length === 1)
      await rig.engine.commands['queue.cancel']({ document: id })
      await rig.untilIdle()
      await rig.add('c.pdf', { hangs: pagesOf(30, 3) })
      await rig.until(() => rig.reader.opened.length === 3)
      const before = rig.clock.now()
      await rig.stop()
      expect(rig.clock.now() - before).toBeLessThan(1_000)
    })
  })
}
