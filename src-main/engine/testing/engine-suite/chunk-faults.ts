import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { Store } from '../../ports.ts'
import type { Behaviour } from './fake-llm.ts'
import { finished, oneDocument } from './one-document.ts'
import { openRig, pagesOf, type Rig } from './rig.ts'

const REJECTED = { status: 400, type: 'invalid_request_error' } satisfies Behaviour

/** Answers of no use, and requests that are not taken: of one chunk, unless it is our own doing. */
export function describeChunkFaults(name: string, openStore: () => Promise<Store>): void {
  const one = (pages?: number) => oneDocument(openStore, pages)

  describe(`${name}: faults of a chunk`, () => {
    it.each<[what: string, answer: Behaviour]>([
      ['cut at its budget', { text: '{"entities":[', stopReason: 'max_tokens' }],
      ['of another schema', { text: '{"entities":"none","facts":[],"end":"END"}' }],
    ])(
      'answer %s: repaired with a larger budget, then by halves, still one chunk and one episode',
      async (_, spoilt) => {
        const rig = await openRig(openStore, { settings: { outputTokensPerMinute: '1000000' } })
        await rig.add('a.pdf', { pages: pagesOf(3, 1) })
        const poisoned = (user: string) => user.includes('word1x1x')
        const budgets: number[] = []
        rig.llm.behave(({ prompt }) => {
          if (!poisoned(prompt.user)) return 'answer'
          budgets.push(prompt.maxTokens)
          return budgets.length <= 2 ? spoilt : 'answer'
        })
        const { document, totals } = await finished(rig)
        expect(document).toMatchObject({ state: 'completed', gaps: [] })
        expect(totals.graph.episodes).toBe(totals.chunks.total)
        expect(document?.spoiltUsd).toBeGreaterThan(0)
        expect(document?.spoiltUsd).toBeLessThan(document?.costUsd ?? 0)
        expect(budgets.length).toBe(4)
        expect(budgets[1]).toBeGreaterThan(budgets[0] ?? Infinity)
      },
    )

    it.each<[what: string, breakOff: (rig: Rig) => unknown, goOn: (rig: Rig) => Promise<unknown>]>([
      ['a kill', () => new Promise(() => {}), (rig) => rig.crash()],
      [
        'a pause',
        (rig) => rig.engine.commands['queue.pause']({ finishDocument: false }),
        (rig) => rig.engine.commands['queue.resume']({}),
      ],
      [
        'a full disk',
        ({ store }) => {
          const markSent = store.markSent.bind(store)
          store.markSent = () => {
            store.markSent = markSent
            return Promise.reject(new SluiceError('disk_full', 'came no room'))
          }
        },
        () => Promise.resolve(),
      ],
    ])(
      '%s between a spoilt answer and its repair: the repair goes on, and nothing is asked again',
      async (_, ...steps) => {
        const [breakOff, goOn] = steps
        const rig = await openRig(openStore, { settings: { outputTokensPerMinute: '1000000' } })
        await rig.add('a.pdf', { pages: pagesOf(1, 1).map((page) => page.slice(0, 900)) })
        rig.llm.behave(({ nth }) => (nth === 0 ? { text: 'I would rather not.' } : 'answer'))
        const before = rig.llm
        const judgeSpoilt = rig.store.judgeSpoilt.bind(rig.store)
        let spoilt = 0
        rig.store.judgeSpoilt = async (...given) => {
          await judgeSpoilt(...given)
          spoilt += 1
          await breakOff(rig)
        }
        await rig.until(() => spoilt === 1)
        await rig.clock.advance(60_000)
        await goOn(rig)
        const { document, totals } = await finished(rig)
        expect(document).toMatchObject({ state: 'completed', gaps: [] })
        expect(totals.calls).toMatchObject({ answered: 2, reused: 0 })
        const asked = new Set([before, rig.llm].flatMap((llm) => llm.asked))
        expect([...asked].map(({ prompt }) => prompt.maxTokens)).toEqual([4_000, 8_000])
        expect(spoilt).toBe(1)
      },
    )

    it('a chunk that no repair helps is a gap that names its pages, and is retried alone', async () => {
      const rig = await one(5)
      let broken = true
      rig.llm.behave(({ prompt }) =>
        broken && prompt.user.includes('word1x2x') ? { text: 'I would rather not.' } : 'answer',
      )
      await rig.untilIdle()
      const document = (await rig.report()).documents[0]
      expect(document?.state).toBe('completed')
      expect(document?.gaps).toMatchObject([{ code: 'answer_spoilt' }])
      expect(document?.gaps[0]?.pages).toContain(3)
      broken = false
      const asked = rig.llm.asked.length
      const lost = document?.chunks.failed ?? 0
      await rig.engine.commands['queue.retry']({ document: document?.id, gaps: true })
      const after = await finished(rig)
      expect(after.document).toMatchObject({ state: 'completed', gaps: [] })
      expect(rig.llm.asked.length - asked).toBe(lost)
    })

    it('refused by the model: a gap at once, without a repair', async () => {
      const rig = await one(4)
      const refused: string[] = []
      rig.llm.behave(({ prompt, body }) => {
        if (!prompt.user.includes('word1x1x1x')) return 'answer'
        refused.push(body)
        return { text: '', stopReason: 'refusal' }
      })
      const { document } = await finished(rig)
      expect(document?.gaps).toMatchObject([{ code: 'model_refused' }])
      expect(new Set(refused).size).toBe(refused.length)
    })

    it('one request that the API does not take: a gap, once another chunk was answered', async () => {
      const rig = await one(5)
      let rejected = 0
      rig.llm.behave(({ prompt }) => (prompt.user.includes('word1x2x3x30 ') && rejected++ < 1 ? REJECTED : 'answer'))
      const { document } = await finished(rig)
      expect(document?.gaps).toMatchObject([{ code: 'request_invalid' }])
      expect(document?.state).toBe('completed')
    })

    it.each(['steady', 'standard'])(
      'three requests next to each other that the API never takes: gaps, once others were answered, and nobody is asked for (preset %s)',
      async (preset) => {
        const rig = await openRig(openStore, { settings: { preset } })
        await rig.add('a.pdf', { pages: pagesOf(12, 1) })
        rig.llm.behave(({ prompt }) => (/word1x[456]x/.test(prompt.user) ? REJECTED : 'answer'))
        let asked = false
        await rig.until((queue) => {
          asked ||= queue.waitReason?.needsPerson === true
          return queue.state === 'idle'
        })
        const { document, totals } = await finished(rig)
        expect(document).toMatchObject({ state: 'completed' })
        expect(document?.chunks.failed).toBeGreaterThanOrEqual(3)
        expect(new Set(document?.gaps.map(({ code }) => code))).toEqual(new Set(['request_invalid']))
        expect(totals.calls.answered).toBe(document?.chunks.completed)
        expect(asked).toBe(false)
      },
    )

    it('a document whose text the API blocks throughout: gaps at once, each asked once, and the next is read', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(6, 1) })
      await rig.add('b.pdf', { pages: pagesOf(3, 2) })
      const message = '400 invalid_request_error: Output blocked by content filtering policy'
      rig.llm.behave(({ prompt }) => (prompt.user.includes('word1x') ? { ...REJECTED, message } : 'answer'))
      await rig.untilIdle()
      const { documents, totals } = await rig.report()
      expect(documents).toMatchObject([
        { state: 'failed', chunks: { completed: 0 } },
        { state: 'completed', gaps: [] },
      ])
      expect(documents[0]?.error?.message).toContain('content filtering')
      expect(rig.llm.asked).toHaveLength(totals.chunks.total)
      await rig.stop()
    })

    it.each([
      ['in the middle', /word1x0x[234]x/, 2],
      ['at the end', /word1x1x/, 2],
    ])(
      'many requests that the API never takes, %s, others behind: gaps, and nobody is asked for',
      async (_, bad, pages) => {
        for (const preset of ['steady', 'standard']) {
          const rig = await openRig(openStore, { settings: { preset } })
          await rig.add('a.pdf', { pages: pagesOf(pages, 1) })
          await rig.add('b.pdf', { pages: pagesOf(2, 2) })
          rig.llm.behave(({ prompt }) => (bad.test(prompt.user) ? REJECTED : 'answer'))
          let asked = false
          await rig.until((queue) => {
            asked ||= queue.waitReason?.needsPerson === true
            return queue.state === 'idle'
          })
          const [a, b] = (await rig.report()).documents
          expect([a?.state, b?.state, b?.gaps, asked]).toEqual(['completed', 'completed', [], false])
          expect(a?.chunks.failed).toBeGreaterThan(0)
          await rig.stop()
        }
      },
    )

    it('requests that are taken for a moment and then not again: our fault still, and no chunk is given up', async () => {
      const rig = await openRig(openStore, { settings: { preset: 'standard' } })
      await rig.add('a.pdf', { pages: pagesOf(12, 1) })
      await rig.add('b.pdf', { pages: pagesOf(4, 2) })
      rig.llm.behave(({ nth }) => (nth === 5 ? 'answer' : REJECTED))
      await rig.until((queue) => queue.waitReason?.needsPerson === true)
      expect((await rig.report()).totals.chunks.failed).toBe(0)
      rig.llm.behave(() => 'answer')
      await rig.untilIdle()
      expect((await rig.report()).documents.map(({ state, gaps }) => [state, gaps.length])).toEqual([
        ['completed', 0],
        ['completed', 0],
      ])
      await rig.stop()
    })

    it('a document of which no request is taken: given up when the next one is answered; alone it waits, as nothing tells', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(6, 1) })
      rig.llm.behave(({ prompt }) => (prompt.user.includes('word1x') ? REJECTED : 'answer'))
      await rig.until((queue) => queue.waitReason?.needsPerson === true)
      await rig.clock.advance(10 * 3_600_000)
      expect((await rig.report()).totals.chunks.failed).toBe(0)
      await rig.add('b.pdf', { pages: pagesOf(3, 2) })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'failed' }, { state: 'completed', gaps: [] }])
      await rig.stop()
    })

    it('and cancelled, as the remedy says, it holds nobody', async () => {
      const rig = await openRig(openStore)
      const a = await rig.add('a.pdf', { pages: pagesOf(6, 1) })
      rig.llm.behave(({ prompt }) => (prompt.user.includes('word1x') ? REJECTED : 'answer'))
      await rig.until((queue) => queue.waitReason?.needsPerson === true)
      expect((await rig.queue()).waitReason?.error?.remedy).toContain('cancel')
      await rig.answer(rig.engine.commands['queue.cancel']({ document: a }))
      await rig.add('b.pdf', { pages: pagesOf(3, 2) })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'cancelled' }, { state: 'completed', gaps: [] }])
      await rig.stop()
    })

    it('three requests in a row not taken: our fault, the lane is held and nothing is given up', async () => {
      const rig = await one(6)
      rig.llm.behave(() => REJECTED)
      await rig.until((queue) => queue.state === 'waiting')
      expect((await rig.queue()).waitReason).toMatchObject({ error: { code: 'request_rejected' } })
      expect((await rig.report()).documents[0]?.chunks.failed).toBe(0)
      rig.llm.behave(() => 'answer')
      await rig.engine.commands['queue.resume']({})
      const { document } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
    })
  })
}
