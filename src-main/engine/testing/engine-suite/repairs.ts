import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import type { Behaviour } from './fake-llm.ts'
import { finished, oneDocument } from './one-document.ts'
import { openRig, pagesOf } from './rig.ts'

const BROKEN: Behaviour = { text: 'I would rather not.' }
const CUT: Behaviour = { text: '{"entities":[', stopReason: 'max_tokens' }

/** What becomes of answers of no use, and of the repairs that were paid for them. */
export function describeRepairs(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: repairs`, () => {
    it.each<[what: string, spoilt: number, answer: Behaviour]>([
      ['a chunk that the second question helped', 1, BROKEN],
      ['a chunk that its halves helped', 2, BROKEN],
      ['a chunk that was cut until it was halved', 2, CUT],
    ])(
      '%s is paid no more when its phase is retried, nor where its text comes in another group',
      async (_, spoilt, answer) => {
        const rig = await openRig(openStore, { settings: { outputTokensPerMinute: '1000000' } })
        const pages = pagesOf(2, 1)
        const document = await rig.add('a.pdf', { pages })
        rig.llm.behave(({ nth }) => (nth < spoilt ? answer : 'answer'))
        await rig.untilIdle()
        const paid = rig.llm.asked.length
        expect(paid).toBeGreaterThan(pages.length)
        const before = await rig.graph()
        await rig.engine.commands['queue.retry']({ document, phase: 'kg_ingest', gaps: false })
        await rig.untilIdle()
        expect(rig.llm.asked).toHaveLength(paid)
        expect(await rig.graph()).toEqual(before)
        await rig.add('b.pdf', { pages }, { group: 'other' })
        await rig.untilIdle()
        expect((await rig.report()).documents).toMatchObject([{ gaps: [] }, { gaps: [] }])
        expect(rig.llm.asked).toHaveLength(paid)
        await rig.stop()
      },
    )

    it.each<[what: string, answers: Behaviour[], asked: number, state: string]>([
      ['cut: not asked for again, the halves come next', [CUT], 3, 'completed'],
      ['cut, as is that of a half: asked for once more', [CUT, CUT], 3, 'completed'],
      ['cut, as is that of a half, and cut once more: given up', [CUT, CUT, CUT], 3, 'failed'],
      ['cut, and that of a half broken: asked for once more', [CUT, 'answer', BROKEN], 4, 'completed'],
      ['broken: asked for once more, since another may be whole', [BROKEN], 2, 'completed'],
    ])('no budget is larger, and the answer was %s', async (_, answers, asked, state) => {
      const rig = await oneDocument(openStore, 1)
      rig.llm.behave(({ nth }) => answers[nth] ?? 'answer')
      const { document } = await finished(rig)
      expect(document).toMatchObject({ state, chunks: { total: 1 }, gaps: [] })
      expect(rig.llm.asked.map(({ prompt }) => prompt.maxTokens)).toEqual(Array.from({ length: asked }, () => 4_000))
    })
  })
}
