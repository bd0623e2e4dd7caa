import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf } from './rig.ts'

/** Bytes and texts that come again, change, or go while they are taken in. */
export function describeSameBytes(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: bytes`, () => {
    it.each(['steady', 'standard'])('equal chunks in one window are paid once in preset %s', async (preset) => {
      const rig = await openRig(openStore, { settings: { preset } })
      const [page = ''] = pagesOf(1, 1)
      await rig.add('terms.pdf', { pages: Array.from({ length: 12 }, () => page) })
      await rig.untilIdle()
      const texts = rig.llm.answered.map(({ prompt }) => prompt.user.slice(prompt.user.indexOf('<passage-')))
      expect(new Set(texts).size).toBe(texts.length)
      const { totals } = await rig.report()
      expect(totals.calls.answered + totals.calls.reused).toBe(totals.chunks.total)
      expect(totals.calls.reused).toBeGreaterThan(0)
      await rig.stop()
    })

    it('a file that got a cover, read again, names the pages of today, and shares no episode with its old form', async () => {
      const rig = await openRig(openStore)
      const pages = pagesOf(2, 1)
      const document = await rig.add('a.pdf', { pages })
      await rig.untilIdle()
      const paid = rig.llm.answered.length
      const places = async () => {
        const { cursor } = await rig.engine.commands['graph.slice']({ cursor: null })
        const { facts } = await rig.engine.commands['graph.slice']({ cursor })
        return facts.flatMap(({ evidence }) => evidence.map(({ document: name, page }) => `${name} ${page}`)).toSorted()
      }
      const before = await places()
      rig.files.add('/files/a.pdf', { pages: ['', ...pages] })
      await rig.engine.commands['queue.retry']({ document, phase: 'ingestion', gaps: false })
      await rig.untilIdle()
      const moved = before.map((place) => place.replace(/\d+$/, (page) => String(Number(page) + 1)))
      expect(await places()).toEqual(moved)
      await rig.add('old.pdf', { pages })
      await rig.untilIdle()
      expect(await places()).toEqual([...moved, ...before.map((place) => place.replace('a.pdf', 'old.pdf'))])
      expect(rig.llm.answered).toHaveLength(paid)
      await rig.stop()
    })

    it('a file that has changed between two tries leaves no bytes of before', async () => {
      const rig = await openRig(openStore)
      const document = await rig.add('a.pdf', { reading: 'pdf_corrupt' })
      await rig.untilIdle()
      rig.files.add('/files/a.pdf', { pages: pagesOf(1, 1) })
      await rig.engine.commands['queue.retry']({ document, phase: 'ingestion', gaps: false })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed' }])
      expect(rig.blobs.kept.size).toBe(1)
      await rig.stop()
    })

    it('a document whose file is gone can be retried from its first phase: the stored copy is taken', async () => {
      const rig = await openRig(openStore)
      const id = await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.untilIdle()
      const [asked, graph] = [rig.llm.asked.length, await rig.graph()]
      rig.files.files.clear()
      await rig.engine.commands['queue.retry']({ document: id, phase: 'ingestion', gaps: false })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
      expect(rig.llm.asked).toHaveLength(asked)
      expect(await rig.graph()).toEqual(graph)
      await rig.stop()
    })

    it('the same bytes added while another document with them is removed are kept', async () => {
      const rig = await openRig(openStore)
      const later = () => new Promise<void>((resolve) => void rig.clock.after(1_000, resolve))
      const file = { pages: pagesOf(2, 1) }
      const first = await rig.add('a.pdf', file)
      await rig.untilIdle()
      const { remove } = rig.blobs
      let goes = false
      rig.blobs.remove = (sha256) => {
        goes = true
        return later().then(() => remove(sha256))
      }
      await rig.engine.commands['queue.pause']({ phase: 'extraction', finishDocument: false })
      const removing = rig.engine.commands['documents.delete']({ document: first })
      await rig.clock.runUntil(() => goes)
      await rig.add('b.pdf', file)
      await rig.answer(removing)
      await rig.clock.advance(5_000)
      await rig.engine.commands['queue.resume']({ phase: 'extraction' })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ name: 'b.pdf', state: 'completed', gaps: [] }])
      await rig.stop()
    })

    it('a document that is removed or cancelled while its bytes are copied leaves none behind', async () => {
      const rig = await openRig(openStore)
      const { take } = rig.blobs
      rig.blobs.take = async (path, most) => {
        const copy = await take(path, most)
        await new Promise<void>((resolve) => void rig.clock.after(1_000, resolve))
        return copy
      }
      for (const [name, end] of [
        ['a.pdf', 'documents.delete'],
        ['b.pdf', 'queue.cancel'],
      ] as const) {
        const document = await rig.add(name, { pages: pagesOf(1, 1) })
        await rig.until((queue) => queue.documents.some(({ id, state }) => id === document && state === 'processing'))
        await rig.answer<unknown>(rig.engine.commands[end]({ document }))
        await rig.clock.advance(5_000)
        expect(rig.blobs.kept.size).toBe(0)
      }
      await rig.stop()
    })
  })
}
