import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf } from './rig.ts'

const HOUR_MS = 3_600_000

/** Copies of the database that are made by themselves. */
export function describeBackups(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: backups`, () => {
    it('one is made soon after the start and then once a day, over restarts', async () => {
      const rig = await openRig(openStore)
      await rig.clock.advance(HOUR_MS)
      expect(rig.backups.made).toHaveLength(1)
      await rig.crash()
      await rig.clock.advance(22 * HOUR_MS)
      expect(rig.backups.made).toHaveLength(1)
      await rig.clock.advance(3 * HOUR_MS)
      expect(rig.backups.made).toHaveLength(2)
      expect((await rig.engine.commands['backups.list']({})).backups).toEqual(rig.backups.made.toReversed())
      await rig.stop()
    })

    it('one that fails is told of with what to do, and tried again', async () => {
      const rig = await openRig(openStore)
      rig.backups.failing = new SluiceError('disk_full', 'Expected 9 bytes free; 1 are free.')
      await rig.clock.advance(HOUR_MS)
      const { activities } = await rig.engine.commands['activity.list']({ kinds: ['store.'], before: null, limit: 9 })
      expect(activities.map(({ text }) => text)).toEqual([expect.stringMatching(/9 bytes free.*Free some space/)])
      rig.backups.failing = null
      await rig.clock.advance(HOUR_MS)
      expect(rig.backups.made).toHaveLength(1)
      await rig.stop()
    })

    it('one that fails where that cannot even be told of is tried again, and a stop waits for the call in flight', async () => {
      const rig = await openRig(openStore)
      const full = new SluiceError('disk_full', 'Expected 9 bytes free; 1 are free.')
      const addActivity = rig.store.addActivity.bind(rig.store)
      rig.backups.failing = full
      rig.store.addActivity = () => Promise.reject(full)
      await rig.clock.advance(HOUR_MS)
      rig.backups.failing = null
      rig.store.addActivity = addActivity
      await rig.clock.advance(HOUR_MS)
      expect(rig.backups.made).toHaveLength(1)
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.until(() => rig.llm.asked.length > rig.llm.answered.length)
      await rig.stop()
      expect((await rig.report()).totals.calls).toMatchObject({ answered: 1, unknown: 0 })
    })

    it('one of a time to come, from under a wrong clock, neither keeps others from being made nor has one made every hour', async () => {
      const rig = await openRig(openStore)
      rig.backups.made.push({ at: rig.clock.now() + 1000 * HOUR_MS, path: '/backups/later', bytes: 1, kind: 'backup' })
      await rig.clock.advance(HOUR_MS)
      expect(rig.backups.made).toHaveLength(2)
      rig.backups.list = () => Promise.resolve(rig.backups.made.toSorted((a, b) => b.at - a.at))
      await rig.clock.advance(20 * HOUR_MS)
      expect(rig.backups.made).toHaveLength(2)
      await rig.stop()
    })

    it('none is made where the setting is off, but one when it is asked for', async () => {
      const rig = await openRig(openStore, { settings: { backupHours: 'off' } })
      await rig.clock.advance(100 * HOUR_MS)
      expect(rig.backups.made).toEqual([])
      expect(await rig.engine.commands['backups.make']({})).toMatchObject({ at: rig.clock.now() })
      expect(rig.backups.made).toHaveLength(1)
      await rig.stop()
    })
  })
}
