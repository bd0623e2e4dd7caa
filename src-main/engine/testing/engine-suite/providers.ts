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
