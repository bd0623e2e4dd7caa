import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf } from './rig.ts'

/** What a newcomer does: samples without a key, then a key, then a model for what the finder read. */
export function describeFirstSteps(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: first steps`, () => {
    it('adds the samples where there are some, and says whether', async () => {
      const rig = await openRig(openStore, { key: null, samples: ['one.pdf', 'two, longer.pdf'] })
      const info = { version: '1.2.3', dataFolder: '/data' }
      expect(await rig.engine.commands['host.info']({})).toEqual({ ...info, samples: true })
      const { documents } = await rig.engine.commands['samples.add']({})
      await rig.untilIdle()
      const rows = (await rig.queue()).documents
      expect(rows.map((row) => [row.id, row.name, row.state])).toEqual([
        [documents[0], 'one.pdf', 'completed'],
        [documents[1], 'two, longer.pdf', 'completed'],
      ])
      await rig.stop()
      const bare = await openRig(openStore)
      expect(await bare.engine.commands['host.info']({})).toEqual({ ...info, samples: false })
      expect(await bare.engine.commands['samples.add']({})).toEqual({ documents: [] })
      await bare.stop()
    })

    it('a key that is set opens the lane at once, and is never handed back', async () => {
      const rig = await openRig(openStore, { key: null, settings: { provider: 'anthropic' } })
      expect(await rig.engine.commands['key.get']({})).toEqual({ key: null })
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.until((queue) => queue.waitReason?.error?.code === 'key_missing')
      expect(await rig.engine.commands['key.set']({ key: 'sk-secret-9876' })).toEqual({ source: 'keyring' })
      // Sooner than the engine looks for a key by itself.
      await rig.clock.advance(1)
      expect(rig.llm.asked).toHaveLength(1)
      await rig.untilIdle()
      expect((await rig.report()).documents[0]).toMatchObject({ state: 'completed', gaps: [] })
      expect(await rig.engine.commands['key.get']({})).toEqual({ key: { source: 'keyring', ending: '9876' } })
      expect(await rig.engine.commands['key.set']({ key: null })).toEqual({ source: null })
      expect(await rig.engine.commands['key.get']({})).toEqual({ key: null })
      expect(await rig.told('key.')).toEqual(['an API key was saved', 'the API key was forgotten'])
      await rig.stop()
    })

    it('tells of a setting that was changed, and of one that was put back', async () => {
      const rig = await openRig(openStore)
      await rig.engine.commands['config.set']({ name: 'pace', value: 'tight' })
      await rig.engine.commands['config.set']({ name: 'pace', value: null })
      expect(await rig.told('setting.')).toEqual([
        'the setting pace was set to tight',
        'the setting pace is normal again, as delivered',
      ])
      await rig.stop()
    })

    it('checks a key with the model in force: its limits, or what is wrong and what to do', async () => {
      const rig = await openRig(openStore, { settings: { model: 'claude-haiku-4-5' } })
      const check = () => rig.engine.commands['key.check']({})
      const none = { requests: null, input: null, output: null }
      expect(await check()).toEqual({
        ok: true,
        model: 'claude-haiku-4-5',
        error: null,
        limits: { requests: 50, input: 30_000, output: null },
      })
      rig.llm.key = 'wrong'
      expect(await check()).toMatchObject({
        ok: false,
        error: { code: 'key_rejected', remedy: expect.stringContaining('key') },
        limits: none,
      })
      rig.llm.key = null
      expect(await check()).toMatchObject({ ok: false, error: { code: 'key_missing' }, limits: none })
      expect(rig.llm.asked).toEqual([])
      await rig.stop()
    })

    it('names the price of reading offline documents again, starts nothing, and replaces them when told to', async () => {
      const rig = await openRig(openStore, { key: null })
      const nothing = { documents: 0, chunks: 0, costUsd: 0 }
      expect(await rig.engine.commands['offline.get']({})).toEqual(nothing)
      const id = await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.untilIdle()
      const offline = await rig.report()
      await rig.engine.commands['key.set']({ key: 'sk-new' })
      const offer = await rig.engine.commands['offline.get']({})
      expect(offer).toMatchObject({ documents: 1, chunks: offline.totals.chunks.total })
      await rig.clock.advance(600_000)
      expect(rig.llm.asked).toEqual([])
      expect((await rig.report()).documents[0]).toMatchObject({ state: 'completed', provider: 'offline' })

      expect(await rig.engine.commands['offline.reread']({})).toEqual({ documents: [id] })
      expect(await rig.told('offline.')).toEqual(['1 document is read again, by the model'])
      expect((await rig.report()).totals.graph).toEqual(offline.totals.graph)
      await rig.untilIdle()
      const { documents, totals } = await rig.report()
      expect(documents).toMatchObject([{ state: 'completed', provider: 'anthropic' }])
      expect(totals.calls).toMatchObject({ answered: totals.chunks.total, reused: 0 })
      expect(totals.graph.episodes).toBe(totals.chunks.total)
      // Named before anything was learned of the model: of the right size, not exact.
      expect(offer.costUsd).toBeGreaterThan(totals.costUsd / 4)
      expect(offer.costUsd).toBeLessThan(totals.costUsd * 4)
      expect(await rig.engine.commands['offline.get']({})).toEqual(nothing)
      await rig.stop()
    })
  })
}
