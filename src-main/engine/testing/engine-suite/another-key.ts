import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import type { Behaviour } from './fake-llm.ts'
import { oneDocument } from './one-document.ts'
import type { Rig } from './rig.ts'

const HOUR_MS = 3_600_000
const OTHER = 'of other people'
const SHUT: Behaviour = { status: 429, type: 'rate_limit_error', retryAfterMs: HOUR_MS }

/** What the API said to one key, and another takes its place. */
export function describeAnotherKey(name: string, openStore: () => Promise<Store>): void {
  /** The second call is told to come again in an hour. */
  async function shut(): Promise<Rig> {
    const rig = await oneDocument(openStore, 12)
    rig.llm.behave(({ nth }) => (nth === 1 ? SHUT : 'answer'))
    await rig.until((queue) => queue.waitReason?.kind === 'retry-after')
    return rig
  }
  const set = (rig: Rig, key: string) => rig.engine.commands['key.set']({ key })

  describe(`${name}: another key`, () => {
    it('does not wait for the time that was named to the one before, which waits when it is back', async () => {
      const rig = await shut()
      await set(rig, OTHER)
      await rig.clock.advance(20_000)
      expect(rig.llm.asked.length).toBeGreaterThan(2)
      await set(rig, 'a key')
      await rig.clock.advance(5_000)
      const asked = rig.llm.asked.length
      await rig.clock.advance(HOUR_MS - 60_000)
      expect(rig.llm.asked).toHaveLength(asked)
      await rig.until(() => rig.llm.asked.length > asked)
      await rig.stop()
    })

    it.each<[why: string, act: (rig: Rig) => Promise<unknown>]>([
      ['a person resumed with it', (rig) => rig.engine.commands['queue.resume']({})],
      ['it was set once more', (rig) => set(rig, 'a key')],
    ])('is none where %s: the time is waited for', async (_, act) => {
      const rig = await shut()
      await act(rig)
      await rig.clock.advance(HOUR_MS - 60_000)
      expect(rig.llm.asked).toHaveLength(2)
      await rig.until(() => rig.llm.asked.length > 2)
      await rig.stop()
    })

    it('found at a start does not wait for the time that was named to the one before', async () => {
      const rig = await shut()
      rig.key = OTHER
      await rig.crash()
      await rig.clock.advance(10_000)
      expect(rig.llm.asked).not.toEqual([])
      await rig.stop()
    })

    it.each<[what: string, failure: Behaviour]>([
      ['come again in an hour', SHUT],
      ['it is rejected', { status: 401, type: 'authentication_error' }],
      [
        "its month's spend limit is reached",
        { status: 429, type: 'enforced_spend_limit_reached', message: 'You will regain access on 2099-01-01' },
      ],
    ])('set while a call is out is not held by what that call is told: %s', async (_, failure) => {
      const rig = await oneDocument(openStore)
      rig.llm.behave(({ nth }) => (nth === 1 ? failure : 'answer'))
      await rig.until(() => rig.llm.asked.length === 2)
      await set(rig, OTHER)
      await rig.clock.advance(10_000)
      expect(rig.llm.asked.length).toBeGreaterThan(2)
      expect(await rig.store.readSettings('lane.named')).toEqual({})
      await rig.stop()
    })
  })
}
