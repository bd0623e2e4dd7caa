import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf } from './rig.ts'

/** What a person does while it runs. */
export function describeControl(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: control`, () => {
    it('cancel ends one document; what was paid for it is used when it is retried', async () => {
      const rig = await openRig(openStore)
      const id = await rig.add('a.pdf', { pages: pagesOf(5, 1) })
      await rig.add('b.pdf', { pages: pagesOf(1, 2) })
      await rig.until(() => rig.llm.answered.length === 2)
      await rig.engine.commands['queue.cancel']({ document: id })
      await rig.untilIdle()
      const states = async () => (await rig.report()).documents.map((d) => d.state)
      expect((await states()).toSorted()).toEqual(['cancelled', 'completed'])
      await rig.engine.commands['queue.retry']({ document: id, gaps: false })
      await rig.untilIdle()
      expect(await states()).toEqual(['completed', 'completed'])
      const bodies = rig.llm.answered.map((asked) => asked.body)
      expect(new Set(bodies).size).toBe(bodies.length)
      await rig.stop()
    })

    it('cancel of a document that has ended says so and changes nothing', async () => {
      const rig = await openRig(openStore)
      const id = await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.untilIdle()
      const logged = rig.logged.length
      const { activities: before } = await rig.engine.commands['activity.list']({ before: null, kinds: [], limit: 100 })
      expect(await rig.engine.commands['queue.cancel']({ document: id })).toEqual({
        id,
        name: 'a.pdf',
        cancelled: false,
      })
      expect((await rig.report()).documents[0]?.state).toBe('completed')
      const { activities } = await rig.engine.commands['activity.list']({ before: null, kinds: [], limit: 100 })
      expect([activities, rig.logged.length]).toEqual([before, logged])
      await rig.stop()
    })

    it('delete removes a document with its text and facts, even in the middle of its work', async () => {
      const rig = await openRig(openStore)
      const id = await rig.add('a.pdf', { pages: pagesOf(5, 1) })
      await rig.until(() => rig.llm.answered.length === 2)
      await rig.answer(rig.engine.commands['documents.delete']({ document: id }))
      await rig.untilIdle()
      const { documents, totals } = await rig.report()
      expect(documents).toEqual([])
      expect(totals.graph).toEqual({ episodes: 0, entities: 0, relationships: 0, mentions: 0 })
      expect(totals.calls.answered).toBeGreaterThanOrEqual(2)
      await rig.stop()
    })

    it('delete that meets a full disk half way: it is told so, and what is left goes when there is room', async () => {
      const rig = await openRig(openStore)
      const document = await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.untilIdle()
      const sweep = rig.store.sweepDeleted.bind(rig.store)
      let full = true
      rig.store.sweepDeleted = (most) => (full ? Promise.reject(new SluiceError('disk_full', 'full')) : sweep(most))
      const deleting = rig.answer(rig.engine.commands['documents.delete']({ document }))
      await expect(deleting).rejects.toMatchObject({ code: 'disk_full' })
      expect(await rig.queue()).toMatchObject({ documents: [] })
      expect((await rig.report()).totals.graph.episodes).toBeGreaterThan(0)
      expect(await rig.told('document.deleted')).toEqual([])
      full = false
      await rig.clock.advance(60_000)
      expect((await rig.report()).totals.graph).toMatchObject({ episodes: 0, entities: 0 })
      expect(await rig.told('document.deleted')).toEqual([expect.stringContaining('a.pdf')])
      await rig.stop()
    })

    it('delete takes an uploaded file with it, and never a person’s own; where that fails it is logged', async () => {
      const rig = await openRig(openStore)
      const uploaded = rig.files.add('/uploads/7-a/a.pdf', { pages: pagesOf(1, 1) })
      const { documents } = await rig.engine.commands['documents.add']({ files: [uploaded], priority: 'normal' })
      const own = await rig.add('b.pdf', { pages: pagesOf(1, 2) })
      for (const document of [documents[0]?.id ?? '', own]) {
        await rig.answer(rig.engine.commands['documents.delete']({ document }))
      }
      expect([...rig.files.files.keys()]).toEqual(['/files/b.pdf'])
      rig.blobs.removeHandedOver = () => Promise.reject(new Error('EBUSY'))
      const held = await rig.add('c.pdf', { pages: pagesOf(1, 3) })
      expect((await rig.answer(rig.engine.commands['documents.delete']({ document: held }))).id).toBe(held)
      expect(rig.logged.map(({ message }) => message)).toContain('could not remove the file of a deleted document')
      await rig.stop()
    })

    it('names every copy where the document was added under a clock that was ahead', async () => {
      const rig = await openRig(openStore)
      const document = await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      rig.clock.jumpWall(-1000)
      rig.backups.made.push({ at: rig.clock.now(), path: '/backups/since', bytes: 1, kind: 'backup' })
      const deleted = await rig.answer(rig.engine.commands['documents.delete']({ document }))
      expect(deleted.backups.map(({ path }) => path)).toEqual(['/backups/since'])
      await rig.stop()
    })

    it('says what of a deleted document would be paid again, and which copies may still hold it', async () => {
      const rig = await openRig(openStore)
      rig.backups.made.push({ at: rig.clock.now() - 1, path: '/backups/before', bytes: 1, kind: 'backup' })
      const shared = pagesOf(2, 1)
      await rig.add('a.pdf', { pages: shared })
      const document = await rig.add('b.pdf', { pages: [...shared, ...pagesOf(2, 2)] })
      await rig.untilIdle()
      const asked = rig.llm.asked.length
      rig.backups.made.push({ at: rig.clock.now(), path: '/backups/since', bytes: 1, kind: 'backup' })
      const deleted = await rig.answer(rig.engine.commands['documents.delete']({ document }))
      expect(deleted.backups.map(({ path }) => path)).toEqual(['/backups/since'])
      const { answers, costUsd } = deleted.erased
      expect(answers).toBeGreaterThan(0)
      expect(answers).toBeLessThan(asked)
      await rig.add('b.pdf', { pages: [...shared, ...pagesOf(2, 2)] })
      await rig.untilIdle()
      expect(rig.llm.asked).toHaveLength(asked + answers)
      const { documents } = await rig.report()
      expect(documents[1]?.costUsd).toBeCloseTo(costUsd, 4)
      await rig.stop()
    })

    it('killed while a document is deleted: the next start removes what is left, and its bytes', async () => {
      const rig = await openRig(openStore)
      const id = await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.untilIdle()
      await rig.store.deleteDocument(id, rig.clock.now())
      expect(rig.blobs.kept.size).toBe(1)
      await rig.crash()
      await rig.clock.advance(1_000)
      expect(rig.blobs.kept.size).toBe(0)
      expect((await rig.report()).totals.graph).toEqual({ episodes: 0, entities: 0, relationships: 0, mentions: 0 })
      await rig.stop()
    })

    it('retrying the graph phase of a document costs nothing and changes no id', async () => {
      const rig = await openRig(openStore)
      const id = await rig.add('a.pdf', { pages: pagesOf(4, 1) })
      await rig.untilIdle()
      const [asked, graph] = [rig.llm.asked.length, await rig.graph()]
      await rig.engine.commands['queue.retry']({ document: id, phase: 'kg_ingest', gaps: false })
      await rig.untilIdle()
      await rig.engine.commands['queue.retry']({ document: id, phase: 'extraction', gaps: false })
      await rig.untilIdle()
      expect(rig.llm.asked).toHaveLength(asked)
      expect(await rig.graph()).toEqual(graph)
      await rig.stop()
    })

    it('waits between two documents as pace cautious says', async () => {
      const rig = await openRig(openStore, { settings: { pace: 'cautious' } })
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.add('b.pdf', { pages: pagesOf(1, 2) })
      await rig.until((queue) => queue.documents.some((d) => d.state === 'completed'))
      await rig.clock.advance(59_000)
      expect(rig.llm.asked).toHaveLength(1)
      await rig.untilIdle()
      expect(rig.llm.asked).toHaveLength(2)
      await rig.stop()
    })

    it('a full queue refuses all that would not fit, and takes them when some have ended', async () => {
      const rig = await openRig(openStore, { settings: { maxQueued: '2' } })
      await rig.engine.commands['queue.pause']({ finishDocument: false })
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      const file = (n: number) => rig.files.add(`/files/${n}.pdf`, { pages: pagesOf(1, n) })
      const more = { files: [file(2), file(3)], priority: 'normal' as const }
      await expect(rig.engine.commands['documents.add'](more)).rejects.toMatchObject({
        code: 'queue_full',
        message: 'expected at most 2 documents in the queue, came 2 more to the 1 that wait',
      })
      expect((await rig.queue()).documents).toHaveLength(1)
      const one = { ...more, files: [file(2)] }
      const added = await rig.engine.commands['documents.add'](one)
      // What waits already takes no second place.
      expect((await rig.engine.commands['documents.add'](one)).documents).toEqual([
        { ...added.documents[0], already: true },
      ])
      await expect(rig.engine.commands['documents.add'](more)).rejects.toMatchObject({
        message: 'expected at most 2 documents in the queue, came 1 more to the 2 that wait',
      })
      await rig.engine.commands['queue.resume']({})
      await rig.untilIdle()
      expect((await rig.engine.commands['documents.add'](more)).documents).toHaveLength(2)
      await rig.untilIdle()
      await rig.stop()
    })

    it.each([
      ['holds the lane at the budget of a run, and says so', 0],
      ['holds the lane at the budget of a run when the clock is set back in it', -3_600_000],
    ])('%s', async (_name, jumpMs) => {
      const rig = await openRig(openStore, { maxCostUsd: 0.0035 })
      await rig.add('a.pdf', { pages: pagesOf(24, 1) })
      await rig.until(() => rig.llm.asked.length === 2)
      rig.clock.jumpWall(jumpMs)
      await rig.until((queue) => queue.state === 'waiting')
      const { waitReason } = await rig.queue()
      expect(waitReason).toMatchObject({ needsPerson: true, error: { code: 'budget_reached' } })
      expect((await rig.report()).totals.costUsd).toBeLessThanOrEqual(0.0035)
      expect(rig.llm.asked.length).toBeGreaterThan(0)
      await rig.stop()
    })

    it("holds the lane at a day's budget until the next day begins (UTC)", async () => {
      const rig = await openRig(openStore, { settings: { budgetUsdPerDay: '0.0035' } })
      await rig.add('a.pdf', { pages: pagesOf(24, 1) })
      await rig.until((queue) => queue.state === 'waiting')
      const until = (await rig.queue()).waitReason?.until ?? 0
      expect(until % 86_400_000).toBe(0)
      const asked = rig.llm.asked.length
      await rig.clock.advance(until - rig.clock.now() - 1)
      expect(rig.llm.asked).toHaveLength(asked)
      await rig.until(() => rig.llm.asked.length > asked)
      await rig.stop()
    })
  })
}
