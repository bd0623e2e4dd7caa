import { describe, expect, it } from 'vitest'
import type { ErrorCode } from '../../../../src-shared/contract/errors.ts'
import type { Store } from '../../ports.ts'
import type { Behaviour } from './fake-llm.ts'
import { finished, oneDocument } from './one-document.ts'
import { openRig, pagesOf, type Rig } from './rig.ts'

/** Of another family than the one in force. */
const CHOSEN = 'claude-haiku-4-5'
const REJECTED: Behaviour = { status: 400, type: 'invalid_request_error' }

/** A person chooses another model: that is who is asked from then on, also about chunks that wait. */
export function describeModelChange(name: string, openStore: () => Promise<Store>): void {
  const choose = (rig: Rig, model = CHOSEN) => rig.engine.commands['config.set']({ name: 'model', value: model })
  const askedOf = (rig: Rig) => rig.llm.asked.map(({ prompt }) => prompt.model)

  describe(`${name}: another model`, () => {
    it.each<[what: string, code: ErrorCode, failure: Behaviour]>([
      ['is unknown', 'model_unknown', { status: 404, type: 'not_found_error' }],
      ['is overloaded', 'overloaded', { status: 529, type: 'overloaded_error' }],
      ['does not take our requests', 'request_rejected', REJECTED],
    ])('chosen where the old one %s: every chunk that waits goes to it at once', async (_, code, failure) => {
      const rig = await openRig(openStore, { settings: { preset: 'standard' } })
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      rig.llm.behave(({ prompt }) => (prompt.model === CHOSEN ? 'answer' : failure))
      await rig.until((queue) => queue.waitReason?.error?.code === code)
      await rig.clock.advance(1_000)
      const before = rig.llm.asked.length
      await choose(rig)
      const { document, totals } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
      expect(new Set(askedOf(rig).slice(before))).toEqual(new Set([CHOSEN]))
      expect(totals.calls.answered).toBe(totals.chunks.total)
    })

    it('chosen because the budget is reached: a cheaper one goes on within it', async () => {
      const rig = await openRig(openStore, { settings: { budgetUsdPerDay: '0.08' } })
      await choose(rig, 'claude-opus-5-5')
      await rig.add('a.pdf', { pages: pagesOf(4, 1) })
      await rig.until((queue) => queue.waitReason?.error?.code === 'budget_reached')
      const { until } = (await rig.queue()).waitReason ?? {}
      await choose(rig, 'claude-haiku-5-5')
      const { document } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
      expect(rig.clock.now()).toBeLessThan(until ?? 0)
    })

    it('chosen while the old one has named an hour to wait: nothing waits for it', async () => {
      const rig = await openRig(openStore, { settings: { preset: 'standard' } })
      await rig.add('a.pdf', { pages: pagesOf(4, 1) })
      rig.llm.behave(({ prompt }) =>
        prompt.model === CHOSEN ? 'answer' : { status: 429, type: 'rate_limit_error', retryAfterMs: 3_600_000 },
      )
      const start = rig.clock.now()
      await rig.until((queue) => queue.waitReason?.kind === 'retry-after')
      await choose(rig)
      const { document, totals } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
      expect(totals.calls.answered).toBe(totals.chunks.total)
      expect(rig.clock.now() - start).toBeLessThan(1_800_000)
    })

    it('a request that the old one did not take is no gap', async () => {
      const rig = await oneDocument(openStore, 5)
      rig.llm.behave(({ prompt }) => (prompt.model === CHOSEN ? 'answer' : REJECTED))
      await rig.until(() => rig.llm.asked.length === 2)
      await choose(rig)
      const { document } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
    })

    it('a failure of the old one that comes later holds nothing; its answer is used', async () => {
      const rig = await openRig(openStore, { settings: { preset: 'standard' } })
      await rig.add('a.pdf', { pages: pagesOf(4, 1) })
      rig.llm.behave(({ nth }) => (nth === 1 ? { status: 404, type: 'not_found_error' } : 'answer'))
      await rig.until(() => rig.llm.asked.length === 2)
      await choose(rig)
      const { document, totals } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
      expect(await rig.told('lane.held')).toEqual([])
      expect(totals.calls).toMatchObject({ answered: totals.chunks.total, refused: 1 })
      expect(askedOf(rig).filter((model) => model !== CHOSEN)).toHaveLength(2)
    })

    it('chosen between an answer of no use and its repair: the new one is asked from the start', async () => {
      const rig = await openRig(openStore, { settings: { outputTokensPerMinute: '1000000' } })
      await rig.add('a.pdf', { pages: pagesOf(1, 1).map((page) => page.slice(0, 900)) })
      rig.llm.behave(({ prompt }) => (prompt.model === CHOSEN ? 'answer' : { text: 'I would rather not.' }))
      const judgeSpoilt = rig.store.judgeSpoilt.bind(rig.store)
      rig.store.judgeSpoilt = async (...given) => {
        await judgeSpoilt(...given)
        await choose(rig)
      }
      const { document } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
      expect(rig.llm.asked.map(({ prompt }) => [prompt.model, prompt.maxTokens])).toEqual([
        ['claude-haiku-5-5', 4_000],
        [CHOSEN, 4_000],
      ])
    })

    it('a longer answer that a person allows meanwhile is allowed to what waits, too', async () => {
      const rig = await openRig(openStore, { settings: { outputTokensPerMinute: '1000000' } })
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      rig.llm.behave(({ nth }) => (nth === 0 ? { status: 404, type: 'not_found_error' } : 'answer'))
      await rig.until((queue) => queue.state === 'waiting')
      await rig.engine.commands['config.set']({ name: 'maxOutputTokens', value: 6_000 })
      await finished(rig)
      expect(rig.llm.asked.map(({ prompt }) => prompt.maxTokens)).toEqual([4_000, 6_000])
    })
  })
}
