import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf, type Rig } from './rig.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

/** What the settings keep for a time only. */
export function describeRetention(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: retention`, () => {
    const told = async (rig: Rig) => {
      const kinds = ['store.retention']
      const { activities } = await rig.engine.commands['activity.list']({ kinds, before: null, limit: 9 })
      return activities.map(({ text }) => text)
    }
    const look = (rig: Rig, input = {}) => rig.answer(rig.engine.commands['retention.get'](input))
    const set = (rig: Rig, name: string, value: number) => rig.engine.commands['config.set']({ name, value })
    const reread = (rig: Rig, document: string, phase: 'extraction' | 'kg_ingest', pay = false) =>
      rig.answer(rig.engine.commands['queue.retry']({ document, phase, pay, gaps: false }))
    const report = (rig: Rig, document: string) => rig.answer(rig.engine.commands['report.document']({ document }))
    /** A document of three chunks, then many days. */
    async function longAgo(settings: Record<string, string> = {}) {
      const rig = await openRig(openStore, { settings: { backupHours: 'off', ...settings } })
      const id = await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.untilIdle()
      rig.clock.jumpWall(100 * DAY_MS)
      return { rig, id }
    }

    it('by default everything is kept', async () => {
      const { rig, id } = await longAgo()
      await rig.clock.advance(3 * HOUR_MS)
      expect([rig.blobs.kept.size, await told(rig)]).toEqual([1, []])
      const asked = rig.llm.asked.length
      expect((await reread(rig, id, 'extraction')).documents).toEqual([id])
      await rig.untilIdle()
      expect(rig.llm.asked).toHaveLength(asked)
      await rig.stop()
    })

    it('what will go is told with its price, and only an hour later removed', async () => {
      const { rig, id } = await longAgo({ keepAnswersDays: '30', keepFilesDays: '10' })
      const { totals } = await rig.report()
      const price = { answers: totals.calls.answered, costUsd: totals.costUsd }
      expect(await look(rig)).toMatchObject({
        answers: { days: 30, ...price, output: totals.tokens.output },
        files: { days: 10, files: 1 },
        removed: { answers: 0, files: 0 },
      })
      expect(await look(rig, { keepAnswersDays: 101, keepFilesDays: 0 })).toMatchObject({
        answers: { answers: 0 },
        files: { files: 0 },
      })
      await rig.clock.advance(HOUR_MS)
      const will = (await told(rig))[0] ?? ''
      expect(will).toMatch(
        new RegExp(
          `^will be removed in an hour: ${price.answers} answers older than 30 days .* \\$0\\.0.*; 1 stored copy`,
        ),
      )
      expect(rig.blobs.kept.size).toBe(1)
      expect((await report(rig, id)).removedAnswers).toBeNull()

      await rig.clock.advance(HOUR_MS)
      expect(rig.blobs.kept.size).toBe(0)
      expect(await told(rig)).toEqual([will.replace('will be removed in an hour', 'removed'), will])
      const { removedAnswers, chunkRows, fileRemovedAt, estimate } = await report(rig, id)
      expect(removedAnswers).toMatchObject({ chunks: chunkRows.length, at: fileRemovedAt, costUsd: estimate?.costUsd })
      expect(await look(rig)).toMatchObject({
        answers: { answers: 0 },
        files: { files: 0 },
        removed: { ...price, files: 1 },
      })
      // What was paid is known for ever.
      expect((await rig.report()).totals).toEqual(totals)
      await rig.clock.advance(3 * HOUR_MS)
      expect(await told(rig)).toHaveLength(2)
      await rig.stop()
    })

    it('a setting that is taken back in time removes nothing, and is told of anew when it comes again', async () => {
      const { rig } = await longAgo({})
      await set(rig, 'keepAnswersDays', 30)
      await rig.clock.advance(HOUR_MS)
      expect(await told(rig)).toHaveLength(1)
      await set(rig, 'keepAnswersDays', 0)
      await set(rig, 'keepAnswersDays', 30)
      await rig.clock.advance(HOUR_MS)
      expect(await told(rig)).toEqual([expect.stringMatching(/^will be/), expect.stringMatching(/^will be/)])
      await rig.clock.advance(HOUR_MS)
      expect((await told(rig))[0]).toMatch(/^removed/)
      await rig.stop()
    })

    it('the hour passes over a restart', async () => {
      const { rig } = await longAgo({ keepFilesDays: '10' })
      await rig.clock.advance(HOUR_MS / 2)
      expect(rig.blobs.kept.size).toBe(1)
      await rig.crash()
      await rig.clock.advance(HOUR_MS)
      expect(rig.blobs.kept.size).toBe(0)
      await rig.stop()
    })

    it('bytes that a kill kept from being removed go at the next start, and those that came again stay', async () => {
      const { rig } = await longAgo()
      await rig.add('b.pdf', { pages: pagesOf(1, 2) })
      await rig.untilIdle()
      const now = rig.clock.now() + 1
      expect((await rig.store.removeFiles(now, null, 10, now)).sha256s).toHaveLength(2)
      await rig.add('b again.pdf', { pages: pagesOf(1, 2) })
      await rig.untilIdle()
      expect(rig.blobs.kept.size).toBe(2)
      await rig.crash()
      await rig.clock.advance(HOUR_MS / 60)
      expect(rig.blobs.kept.size).toBe(1)
      await rig.stop()
    })

    it('a document whose answers were removed says its price before it is read again, and is when that may be paid', async () => {
      const { rig, id } = await longAgo({ keepAnswersDays: '30' })
      await rig.clock.advance(3 * HOUR_MS)
      const asked = rig.llm.asked.length
      await expect(reread(rig, id, 'kg_ingest')).rejects.toMatchObject({
        code: 'answers_removed',
        message: expect.stringMatching(/those to \d chunks were removed by their age .*costs about \$0\.0\d/),
      })
      expect((await rig.queue()).state).toBe('idle')
      expect((await reread(rig, id, 'kg_ingest', true)).documents).toEqual([id])
      await rig.untilIdle()
      expect(rig.llm.asked).toHaveLength(2 * asked)
      expect((await report(rig, id)).removedAnswers).toBeNull()
      await rig.stop()
    })

    it('a document whose copy was removed is not read again until the same file is added, which costs nothing', async () => {
      const { rig, id } = await longAgo({ keepFilesDays: '10' })
      await rig.clock.advance(3 * HOUR_MS)
      const asked = rig.llm.asked.length
      await expect(reread(rig, id, 'extraction')).rejects.toMatchObject({ code: 'file_removed' })
      expect((await report(rig, id)).state).toBe('completed')
      await rig.add('again.pdf', { pages: pagesOf(3, 1) })
      await rig.untilIdle()
      expect([rig.blobs.kept.size, (await report(rig, id)).fileRemovedAt]).toEqual([1, null])
      expect((await reread(rig, id, 'extraction')).documents).toEqual([id])
      await rig.untilIdle()
      expect((await report(rig, id)).state).toBe('completed')
      expect(rig.llm.asked).toHaveLength(asked)
      await rig.clock.advance(3 * HOUR_MS)
      expect(rig.blobs.kept.size).toBe(1)
      await rig.stop()
    })
  })
}
