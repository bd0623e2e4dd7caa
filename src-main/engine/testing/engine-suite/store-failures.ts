import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { Store } from '../../ports.ts'
import { finished, oneDocument } from './one-document.ts'
import { openRig, pagesOf } from './rig.ts'

/** A store that fails, is full or locked, in the middle of the work. */
export function describeStoreFailures(name: string, openStore: () => Promise<Store>): void {
  const one = (pages?: number) => oneDocument(openStore, pages)

  describe(`${name}: a store that fails`, () => {
    it('an error that nobody foresaw: said aloud, and the loop that met it begins again', async () => {
      const rig = await one(3)
      let broken = true
      const claim = rig.store.claimKgDocument.bind(rig.store)
      rig.store.claimKgDocument = (...given) =>
        broken ? Promise.reject(new TypeError('undefined is not a function')) : claim(...given)
      await rig.until((queue) => queue.state === 'waiting')
      expect((await rig.queue()).waitReason).toMatchObject({ error: { code: 'engine_fault' } })
      broken = false
      const { document } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
    })

    it('an error inside the loop leaves no call unwatched: nothing is paid twice', async () => {
      const rig = await openRig(openStore, { settings: { preset: 'standard' } })
      await rig.add('a.pdf', { pages: pagesOf(8, 1) })
      const pending = rig.store.pendingChunks.bind(rig.store)
      let broken = false
      rig.store.pendingChunks = (...given) => {
        if (rig.llm.asked.length < 3 || broken) return pending(...given)
        broken = true
        return Promise.reject(new TypeError('a bug'))
      }
      await rig.untilIdle()
      expect(broken).toBe(true)
      const users = rig.llm.answered.map((asked) => asked.prompt.user)
      expect(new Set(users).size).toBe(users.length)
      await rig.stop()
    })

    it('a claim that was made although the store said it failed is made again', async () => {
      const rig = await openRig(openStore)
      const claim = rig.store.claim.bind(rig.store)
      const failed = new Set<string>()
      rig.store.claim = async (phase, ...given) => {
        const job = await claim(phase, ...given)
        if (!job || failed.has(phase)) return job
        failed.add(phase)
        throw new SluiceError('store_failed', 'the disk failed after the write')
      }
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.untilIdle()
      expect([...failed]).toEqual(['ingestion', 'extraction', 'chunking'])
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
      await rig.stop()
    })

    it('the outcome of a call is written down although the store failed first', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      const refusal = rig.store.recordRefusal.bind(rig.store)
      let failed = false
      rig.store.recordRefusal = (...given) => {
        if (failed) return refusal(...given)
        failed = true
        return Promise.reject(new SluiceError('disk_full', 'came no room'))
      }
      rig.llm.behave(({ nth }) => (nth === 1 ? { status: 529, type: 'overloaded_error' } : 'answer'))
      await rig.untilIdle()
      expect((await rig.report()).totals.calls).toMatchObject({ refused: 1, unknown: 0 })
      await rig.stop()
    })

    it.each(['steady', 'standard'])(
      'while what a chunk said cannot be stored, no more calls are sent than were out (preset %s)',
      async (preset) => {
        const rig = await openRig(openStore, { settings: { preset } })
        await rig.add('a.pdf', { pages: pagesOf(8, 1) })
        const finish = rig.store.finishChunk.bind(rig.store)
        let full = true
        let asked = 0
        rig.store.finishChunk = (...given) => {
          if (!full) return finish(...given)
          asked ||= rig.llm.asked.length
          return Promise.reject(new SluiceError('disk_full', 'came no room'))
        }
        await rig.until((queue) => queue.state === 'waiting')
        await rig.clock.advance(10 * 60_000)
        expect(rig.llm.asked).toHaveLength(asked)
        expect((await rig.queue()).waitReason).toMatchObject({ error: { code: 'disk_full' } })
        full = false
        await rig.untilIdle()
        expect(rig.llm.asked).toHaveLength(8)
        expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
        await rig.stop()
      },
    )

    it.each(['documents.delete', 'queue.cancel'] as const)(
      '%s while the database is locked: nothing more is asked once it is done',
      async (command) => {
        const rig = await openRig(openStore, { settings: { preset: 'standard' } })
        const document = await rig.add('a.pdf', { pages: pagesOf(30, 1) })
        await rig.until(() => rig.llm.asked.length === 3)
        for (const name of ['deleteDocument', 'cancelDocument'] as const) {
          const end = rig.store[name].bind(rig.store)
          rig.store[name] = async (...given) => {
            await new Promise<void>((resolve) => void rig.clock.after(5_000, resolve))
            return end(...given)
          }
        }
        await rig.answer<unknown>(rig.engine.commands[command]({ document }))
        const asked = rig.llm.asked.length
        await rig.clock.advance(600_000)
        expect(rig.llm.asked).toHaveLength(asked)
        await rig.stop()
      },
    )

    it('"finish this document" is over with the document, though that cannot be kept at once', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.add('b.pdf', { pages: pagesOf(2, 2) })
      await rig.until(() => rig.llm.asked.length === 1)
      await rig.engine.commands['queue.pause']({ finishDocument: true })
      const write = rig.store.writeSetting.bind(rig.store)
      let failures = 0
      rig.store.writeSetting = (name, value) =>
        name === 'queue.paused' && failures++ === 0
          ? Promise.reject(new SluiceError('disk_full', 'came no room'))
          : write(name, value)
      await rig.until((queue) => queue.documents.some((d) => d.state === 'completed'))
      await rig.clock.advance(60_000)
      expect(failures).toBeGreaterThan(0)
      expect(await rig.queue()).toMatchObject({ state: 'paused', paused: { finishing: null } })
      await rig.stop()
    })

    it.each([
      ['completed', { pages: pagesOf(2, 1) }],
      ['failed', { reading: 'pdf_corrupt' }],
    ] as const)('that a document %s is told although the disk was full first', async (state, file) => {
      const rig = await openRig(openStore)
      const addActivity = rig.store.addActivity.bind(rig.store)
      let failures = 0
      rig.store.addActivity = (activity) =>
        activity.kind === `document.${state}` && failures++ === 0
          ? Promise.reject(new SluiceError('disk_full', 'came no room'))
          : addActivity(activity)
      await rig.add('a.pdf', { ...file })
      await rig.untilIdle()
      await rig.clock.advance(60_000)
      expect(failures).toBe(2)
      expect(await rig.told(`document.${state}`)).toHaveLength(1)
      await rig.stop()
    })
  })
}
