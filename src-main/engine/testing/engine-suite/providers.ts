import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf } from './rig.ts'

/** Who reads: the model, or the finder where there is no key. */
export function describeProviders(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: providers`, () => {
    it('a key that was just set counts at once: what is dropped next is not read by the finder', async () => {
      const rig = await openRig(openStore, { key: null })
      await rig.engine.commands['key.get']({})
      await rig.clock.advance(1_900)
      await rig.engine.commands['key.set']({ key: 'sk-new' })
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ provider: 'anthropic' }])
      await rig.stop()
    })

    it('where the model cannot be asked, choosing the finder lets the document in hand go on', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.untilIdle()
      rig.llm.key = null
      await rig.add('b.pdf', { pages: pagesOf(2, 2) })
      await rig.until((queue) => queue.state === 'waiting')
      const asked = rig.llm.asked.length
      await rig.engine.commands['config.set']({ name: 'provider', value: 'offline' })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([
        { state: 'completed', provider: 'anthropic' },
        { state: 'completed', provider: 'offline' },
      ])
      expect(rig.llm.asked).toHaveLength(asked)
      await rig.stop()
    })

    it('a wrong key that is forgotten again leaves the document in hand to the finder', async () => {
      const rig = await openRig(openStore)
      rig.llm.behave(() => ({ status: 401, type: 'authentication_error' }))
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.until((queue) => queue.state === 'waiting')
      await rig.engine.commands['key.set']({ key: null })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', provider: 'offline' }])
      expect(rig.llm.asked).toHaveLength(1)
      await rig.stop()
    })

    it("of a document that the finder and then the model read, the finder's half is read again, and it alone", async () => {
      const rig = await openRig(openStore, { key: null })
      const id = await rig.add('a.pdf', { pages: pagesOf(6, 1) })
      await rig.until(({ documents: [row] }) => row !== undefined && row.chunks.completed >= 2)
      await rig.engine.commands['queue.pause']({ finishDocument: false })
      await rig.clock.advance(1_000)
      const half = (await rig.report()).totals.chunks.completed
      await rig.engine.commands['key.set']({ key: 'sk-new' })
      await rig.engine.commands['queue.resume']({})
      await rig.untilIdle()
      const { documents, totals } = await rig.report()
      const { total } = totals.chunks
      expect(documents).toMatchObject([{ state: 'completed', provider: 'offline' }])
      expect(half).toBeLessThan(total)
      expect(rig.llm.asked).toHaveLength(total - half)
      // It was not free, and the rest of it has a price.
      expect(documents[0]?.costUsd).toBeGreaterThan(0)
      expect(documents[0]?.estimate).not.toBeNull()

      expect(await rig.engine.commands['offline.get']({})).toMatchObject({ documents: 1, chunks: half })
      expect(await rig.engine.commands['offline.reread']({})).toEqual({ documents: [id] })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', provider: 'anthropic' }])
      expect(rig.llm.asked).toHaveLength(total)
      expect(new Set(rig.llm.asked.map(({ prompt }) => prompt.user)).size).toBe(total)
      expect((await rig.engine.commands['offline.get']({})).documents).toBe(0)
      await rig.stop()
    })

    it('where the finder reads on, what holds the model is no wait', async () => {
      const rig = await openRig(openStore)
      rig.llm.behave(() => ({ status: 401, type: 'authentication_error' }))
      const find = rig.finder.find.bind(rig.finder)
      rig.finder.find = async (text) => {
        await new Promise<void>((resolve) => void rig.clock.after(10_000, resolve))
        return find(text)
      }
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.until((queue) => queue.state === 'waiting')
      const waiting = async () => {
        const { state, waitReason } = await rig.engine.commands['queue.progress']({})
        const { gate } = (await rig.engine.commands['window.get']({})).now
        return { state, code: waitReason?.error?.code, gate }
      }
      expect(await waiting()).toEqual({ state: 'waiting', code: 'key_rejected', gate: 'held' })
      await rig.engine.commands['config.set']({ name: 'provider', value: 'offline' })
      await rig.clock.advance(1_000)
      expect(await waiting()).toEqual({ state: 'running', code: undefined, gate: 'open' })
      await rig.engine.commands['config.set']({ name: 'provider', value: 'anthropic' })
      expect(await waiting()).toEqual({ state: 'waiting', code: 'key_rejected', gate: 'held' })
      await rig.stop()
    })

    it.each([
      ['the finder was chosen', 'offline', null],
      ['the key is back', 'anthropic', 'sk-new'],
    ])(
      'a lane that was held for want of a key is left in peace where %s and nothing is to do',
      async (_, provider, key) => {
        const rig = await openRig(openStore, { key: null })
        await rig.engine.commands['config.set']({ name: 'provider', value: 'anthropic' })
        const id = await rig.add('a.pdf', { pages: pagesOf(1, 1) })
        await rig.until((queue) => queue.waitReason?.error?.code === 'key_missing')
        await rig.engine.commands['queue.cancel']({ document: id })
        rig.llm.key = key
        await rig.engine.commands['config.set']({ name: 'provider', value: provider })
        let told = 0
        void (async () => {
          for await (const event of rig.engine.events()) if (event.type === 'progress') told += 1
        })()
        // Also until the token window is empty again: a call may have gone out before the key was missed.
        await rig.clock.advance(120_000)
        expect(told).toBeGreaterThan(0)
        told = 0
        await rig.clock.advance(60_000)
        expect(told).toBe(0)
        await rig.stop()
      },
    )

    it('a text that the finder still reads when the engine has to stop is no gap', async () => {
      const rig = await openRig(openStore, { key: null })
      let end = () => {}
      rig.finder.find = () =>
        new Promise((_, reject) => (end = () => reject(new SluiceError('internal', 'expected an open finder'))))
      rig.finder.close = () => Promise.resolve(end())
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.until((queue) => queue.documents[0]?.phase === 'kg_ingest')
      await rig.stop()
      expect((await rig.report()).documents).toMatchObject([{ chunks: { failed: 0 } }])
    })
  })
}
