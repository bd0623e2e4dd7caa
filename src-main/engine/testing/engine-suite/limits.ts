import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { oneDocument } from './one-document.ts'
import { openRig, pagesOf, type Rig } from './rig.ts'

const HOUR_MS = 3_600_000

/** The limits of a minute: learned too low, lowered while calls wait, changed without a word. */
export function describeLimits(name: string, openStore: () => Promise<Store>): void {
  /** Held, for the first answer named a limit below what a call takes. */
  async function tooLow(): Promise<Rig> {
    const rig = await oneDocument(openStore)
    rig.llm.limits = { input: { limit: 2_000 } }
    await rig.until(({ waitReason }) => waitReason?.error?.code === 'call_never_fits')
    return rig
  }

  describe(`${name}: limits`, () => {
    it('learned too low for a call: nothing is sent, and once an hour one call finds out whether it still is', async () => {
      const rig = await tooLow()
      await rig.clock.advance(HOUR_MS - 60_000)
      expect(rig.llm.asked).toHaveLength(1)
      await rig.clock.advance(HOUR_MS)
      expect(rig.llm.asked).toHaveLength(2)
      rig.llm.limits = { input: { limit: 2_000_000 } }
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
      await rig.stop()
    })

    it.each<[when: string, act: (rig: Rig) => Promise<unknown>]>([
      ['a person resumes', (rig) => rig.engine.commands['queue.resume']({})],
      [
        'a person raises it',
        (rig) => rig.engine.commands['config.set']({ name: 'inputTokensPerMinute', value: 1_000_000 }),
      ],
      ['another key is set', (rig) => rig.engine.commands['key.set']({ key: 'of other people' })],
      ['the engine starts again', (rig) => rig.crash()],
    ])('learned too low for a call: one call finds out whether it still is when %s', async (_, act) => {
      const rig = await tooLow()
      await act(rig)
      rig.llm.limits = { input: { limit: 2_000 } }
      const asked = rig.llm.asked.length
      await rig.clock.advance(HOUR_MS / 2)
      expect(rig.llm.asked).toHaveLength(asked + 1)
      await rig.engine.commands['queue.resume']({})
      rig.llm.limits = { input: { limit: 2_000_000 } }
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
      await rig.stop()
    })

    it.each<[when: string, change: (rig: Rig) => Promise<unknown>]>([
      ['another key was set', (rig) => rig.engine.commands['key.set']({ key: 'of other people' })],
      ['the engine was started again', (rig) => rig.crash()],
    ])('that may have been lowered since %s: one call goes until its answer has named them', async (_, change) => {
      const rig = await openRig(openStore, { settings: { preset: 'standard' } })
      rig.llm.limits = { requests: { limit: 4_000 }, input: { limit: 4_000_000 }, output: { limit: 800_000 } }
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.untilIdle()
      await change(rig)
      const asked = rig.llm.asked.length
      rig.llm.limits = { output: { limit: 3_000 } }
      await rig.add('b.pdf', { pages: pagesOf(4, 2) })
      await rig.until(() => rig.llm.asked.length > asked)
      await rig.clock.advance(900)
      expect(rig.llm.asked).toHaveLength(asked + 1)
      await rig.untilIdle()
      expect(rig.llm.asked.slice(asked + 1).map(({ prompt }) => prompt.maxTokens)).toEqual([1_500, 1_500, 1_500])
      await rig.stop()
    })

    it('of one request a minute: one goes each minute', async () => {
      const rig = await openRig(openStore, { settings: { requestsPerMinute: '1' } })
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
      await rig.stop()
    })

    it.each<[how: string, preset: string, lower: (rig: Rig) => unknown]>([
      [
        'a person',
        'steady',
        async (rig) => {
          await rig.until(({ waitReason }) => waitReason?.kind === 'ramp' || waitReason?.kind === 'output tokens')
          await rig.engine.commands['config.set']({ name: 'outputTokensPerMinute', value: 3_000 })
        },
      ],
      ['an answer', 'standard', (rig) => (rig.llm.limits = { output: { limit: 3_000 } })],
    ])(
      'lowered by %s while a call waits: it is asked anew and smaller, and holds nothing',
      async (_, preset, lower) => {
        const rig = await openRig(openStore, { settings: { preset } })
        await rig.add('a.pdf', { pages: pagesOf(8, 1) })
        await lower(rig)
        const held = new Set<string | undefined>()
        await rig.until(({ state, waitReason }) => {
          held.add(waitReason?.error?.code)
          return state === 'idle'
        })
        expect([...held]).toEqual([undefined])
        expect(rig.llm.asked.at(-1)?.prompt.maxTokens).toBe(1_500)
        await rig.stop()
      },
    )
  })
}
