import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf } from './rig.ts'

/** Pause, resume and "finish this document". */
export function describePauses(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: pauses`, () => {
    it('pause: the call in flight lands, no other is made, and resume goes on from there', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(6, 1) })
      await rig.until(() => rig.llm.asked.length === 3)
      await rig.engine.commands['queue.pause']({ finishDocument: false })
      await rig.clock.advance(600_000)
      expect(rig.llm.asked).toHaveLength(3)
      expect(rig.llm.answered).toHaveLength(3)
      expect((await rig.queue()).state).toBe('paused')
      await rig.engine.commands['queue.resume']({})
      await rig.untilIdle()
      expect((await rig.report()).totals.calls).toMatchObject({ answered: rig.llm.asked.length, reused: 0, unknown: 0 })
      await rig.stop()
    })

    it('a pause stays set over a restart', async () => {
      const rig = await openRig(openStore)
      await rig.engine.commands['queue.pause']({ finishDocument: false })
      await rig.crash()
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.clock.advance(60_000)
      expect(await rig.queue()).toMatchObject({ state: 'paused', paused: { all: true } })
      expect(rig.llm.asked).toHaveLength(0)
      await rig.stop()
    })

    it('"finish this document" lets it end and begins no other', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(4, 1) })
      await rig.add('b.pdf', { pages: pagesOf(4, 2) })
      await rig.until(() => rig.llm.asked.length === 1)
      await rig.engine.commands['queue.pause']({ finishDocument: true })
      const [first] = (await rig.queue()).documents
      const { state, paused } = await rig.engine.commands['queue.progress']({})
      expect({ state, paused }).toEqual({ state: 'running', paused: { all: true, phases: [], finishing: first?.id } })
      await rig.until((queue) => queue.documents.some((d) => d.state === 'completed'))
      await rig.clock.advance(600_000)
      const { documents, ...queue } = await rig.queue()
      expect(queue).toMatchObject({ state: 'paused', paused: { all: true, finishing: null } })
      expect(Object.fromEntries(documents.map((d) => [d.name, d.chunks.completed > 0]))).toEqual({
        'a.pdf': true,
        'b.pdf': false,
      })
      await rig.engine.commands['queue.resume']({})
      await rig.untilIdle()
      await rig.stop()
    })

    it('"finish this document" is over when a person ends the document, or it ended before a crash', async () => {
      const rig = await openRig(openStore)
      const id = await rig.add('a.pdf', { pages: pagesOf(4, 1) })
      const next = await rig.add('b.pdf', { pages: pagesOf(4, 2) })
      await rig.until(() => rig.llm.asked.length === 1)
      await rig.engine.commands['queue.pause']({ finishDocument: true })
      await rig.engine.commands['queue.cancel']({ document: id })
      expect(await rig.queue()).toMatchObject({ state: 'paused', paused: { all: true, finishing: null } })

      await rig.engine.commands['queue.resume']({})
      await rig.until((queue) => queue.current === next)
      await rig.engine.commands['queue.pause']({ finishDocument: true })
      await rig.store.cancelDocument(next, rig.clock.now())
      await rig.crash()
      expect((await rig.queue()).paused).toEqual({ all: true, phases: [], finishing: null })
      await rig.stop()
    })

    it('pausing the graph phase lets reading go on', async () => {
      const rig = await openRig(openStore)
      await rig.engine.commands['queue.pause']({ phase: 'kg_ingest', finishDocument: false })
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.until((queue) => (queue.documents[0]?.chunks.total ?? 0) >= 2)
      await rig.clock.advance(60_000)
      expect(rig.llm.asked).toHaveLength(0)
      await rig.engine.commands['queue.resume']({ phase: 'kg_ingest' })
      await rig.untilIdle()
      expect(await rig.told('queue.')).toEqual(['Graph was paused', 'Graph was resumed'])
      await rig.stop()
    })

    it('one paused phase in the way of everything is said as a pause', async () => {
      const rig = await openRig(openStore)
      await rig.engine.commands['queue.pause']({ phase: 'kg_ingest', finishDocument: false })
      for (let i = 0; i < 7; i++) await rig.add(`${i}.pdf`, { pages: pagesOf(2, i) })
      await rig.until((queue) => queue.state === 'paused')
      expect((await rig.queue()).waitReason).toMatchObject({
        kind: 'paused',
        text: expect.stringContaining('kg_ingest'),
      })
      await rig.engine.commands['queue.resume']({})
      await rig.untilIdle()
      await rig.stop()
    })

    it('"finish this document" while its phase is paused is a pause of all', async () => {
      const rig = await openRig(openStore)
      for (let i = 0; i < 8; i++) await rig.add(`${i}.pdf`, { pages: pagesOf(2, i) })
      await rig.until(() => rig.llm.asked.length === 1)
      await rig.engine.commands['queue.pause']({ phase: 'kg_ingest', finishDocument: false })
      const paused = await rig.engine.commands['queue.pause']({ finishDocument: true })
      expect(paused).toEqual({ all: true, phases: ['kg_ingest'], finishing: null })
      expect(await rig.told('queue.')).toEqual(['Graph was paused', 'the queue was paused'])
      await rig.clock.advance(60_000)
      expect((await rig.queue()).state).toBe('paused')
      await rig.engine.commands['queue.resume']({})
      await rig.untilIdle()
      await rig.stop()
    })

    it('a document that is being finished is said to be paused with its phase, whatever else waits', async () => {
      const rig = await openRig(openStore)
      for (let i = 0; i < 8; i++) await rig.add(`${i}.pdf`, { pages: pagesOf(2, i) })
      await rig.until(() => rig.llm.asked.length === 1)
      await rig.engine.commands['queue.pause']({ finishDocument: true })
      const { finishing } = (await rig.queue()).paused
      await rig.engine.commands['queue.pause']({ phase: 'ingestion', finishDocument: false })
      expect((await rig.queue()).state).toBe('running')
      await rig.engine.commands['queue.pause']({ phase: 'kg_ingest', finishDocument: false })
      await rig.clock.advance(60_000)
      expect(await rig.queue()).toMatchObject({
        state: 'paused',
        waitReason: { kind: 'paused', text: expect.stringContaining('kg_ingest') },
        paused: { finishing },
      })
      await rig.engine.commands['queue.resume']({ phase: 'kg_ingest' })
      await rig.until((queue) => queue.paused.finishing === null)
      expect((await rig.queue()).documents.filter(({ state }) => state === 'completed')).toMatchObject([
        { id: finishing },
      ])
      await rig.engine.commands['queue.resume']({})
      await rig.untilIdle()
      await rig.stop()
    })

    it('"finish this document" whose phase is paused then leaves the reader at rest', async () => {
      const rig = await openRig(openStore)
      rig.llm.behave(() => 'hang')
      await rig.add('a.pdf', { hangs: pagesOf(30, 1) })
      await rig.until(() => rig.reader.opened.length === 1)
      await rig.engine.commands['queue.pause']({ finishDocument: true })
      await rig.engine.commands['queue.pause']({ phase: 'extraction', finishDocument: false })
      await rig.clock.advance(60_000)
      expect(rig.reader.opened.length).toBeLessThanOrEqual(2)
      await rig.stop()
    })

    it('"finish this document" of one that is taken in is not held back for those that were read ahead', async () => {
      const rig = await openRig(openStore, { settings: { phaseLookahead: '1' } })
      for (const phase of ['extraction', 'kg_ingest'] as const)
        await rig.engine.commands['queue.pause']({ phase, finishDocument: false })
      const take = rig.blobs.take.bind(rig.blobs)
      rig.blobs.take = async (path, most) => {
        if (path === '/files/b.pdf') await new Promise<void>((resolve) => void rig.clock.after(60_000, resolve))
        return take(path, most)
      }
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      const b = await rig.add('b.pdf', { pages: pagesOf(2, 2) })
      await rig.clock.advance(10_000)
      await rig.engine.commands['queue.resume']({ phase: 'extraction' })
      await rig.clock.advance(10_000)
      await rig.engine.commands['queue.pause']({ finishDocument: true })
      expect((await rig.queue()).paused.finishing).toBe(b)
      await rig.engine.commands['queue.resume']({ phase: 'kg_ingest' })
      await rig.until((queue) => queue.state === 'paused')
      expect((await rig.queue()).documents).toMatchObject([
        { name: 'a.pdf', state: 'waiting' },
        { name: 'b.pdf', state: 'completed' },
      ])
      await rig.stop()
    })
  })
}
