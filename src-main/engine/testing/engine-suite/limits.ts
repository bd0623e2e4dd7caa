import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf, type Rig } from './rig.ts'

/** The limits of a minute: learned too low, lowered while calls wait, changed without a word. */
export function describeLimits(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: limits`, () => {
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
