import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import type { Behaviour } from './fake-llm.ts'
import { finished, oneDocument } from './one-document.ts'
import { type Rig } from './rig.ts'

/** The month's spend cap, with the day that ends it. */
export function describeSpendCap(name: string, openStore: () => Promise<Store>): void {
  const one = (pages?: number) => oneDocument(openStore, pages)

  describe(`${name}: the month's spend cap`, () => {
    /** Held by the month's spend cap, which ends at `until`. */
    async function capped() {
      const rig = await one(5)
      const until = Math.ceil((rig.clock.now() + 3_600_000) / 86_400_000) * 86_400_000
      const message = `You will regain access on ${new Date(until).toISOString().slice(0, 10)} at 00:00 UTC.`
      const limit: Behaviour = { status: 429, type: 'enforced_spend_limit_reached', message }
      rig.llm.behave(({ nth }) => (nth < 2 ? 'answer' : limit))
      await rig.until((queue) => queue.state === 'waiting')
      return { rig, until }
    }

    it("the month's spend cap with the day it ends: nothing is asked until then, unless a person says so", async () => {
      const { rig, until } = await capped()
      expect((await rig.queue()).waitReason).toMatchObject({ error: { code: 'spend_limit_reached' }, until })
      await rig.clock.advance((until - rig.clock.now()) / 2)
      expect(rig.llm.asked).toHaveLength(3)
      await rig.engine.commands['queue.resume']({})
      await rig.clock.advance(10_000)
      expect(rig.llm.asked).toHaveLength(4)
      rig.llm.behave(() => 'answer')
      await rig.clock.advance(until - rig.clock.now() - 1_000)
      expect(rig.llm.asked).toHaveLength(4)
      const { document } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
    })

    it('the day comes while the computer sleeps: it goes on soon after it wakes', async () => {
      const { rig, until } = await capped()
      rig.llm.behave(() => 'answer')
      // Nothing else moves any more.
      await rig.clock.advance(300_000)
      rig.clock.jumpWall(until - rig.clock.now())
      await rig.clock.advance(120_000)
      expect(rig.llm.answered.length).toBeGreaterThan(2)
      expect((await finished(rig)).document).toMatchObject({ state: 'completed', gaps: [] })
    })

    it('the day outlives a restart: then it goes on by itself', async () => {
      const { rig, until } = await capped()
      await rig.crash()
      expect((await rig.queue()).waitReason).toMatchObject({ error: { code: 'spend_limit_reached' }, until })
      await rig.clock.advance(until - rig.clock.now() - 1_000)
      expect(rig.llm.asked).toEqual([])
      await rig.clock.advance(11_000)
      expect(rig.llm.asked).not.toEqual([])
      expect((await finished(rig)).document).toMatchObject({ state: 'completed', gaps: [] })
    })

    it('the day is no farther after a restart with a clock that was set back', async () => {
      const { rig, until } = await capped()
      const left = until - rig.clock.now()
      rig.clock.jumpWall(-30 * 86_400_000)
      await rig.crash()
      const { waitReason } = await rig.queue()
      expect(waitReason).toMatchObject({ error: { code: 'spend_limit_reached' } })
      expect((waitReason?.until ?? Infinity) - rig.clock.now()).toBeLessThanOrEqual(left + 60_000)
      await rig.stop()
    })

    it.each<[why: string, act: (rig: Rig) => Promise<unknown>]>([
      ['a person resumed', (rig) => rig.engine.commands['queue.resume']({})],
      ['a person changed a setting', (rig) => rig.engine.commands['config.set']({ name: 'pace', value: 'tight' })],
      ['there is another key', (rig) => Promise.resolve((rig.key = 'another key, of other people'))],
    ])('the day is not waited for after a restart where %s', async (_, act) => {
      const { rig } = await capped()
      await act(rig)
      await rig.crash()
      await rig.clock.advance(10_000)
      expect(rig.llm.asked).not.toEqual([])
      await rig.stop()
    })
  })
}
