import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf } from './rig.ts'

/** Limits that nothing here comes near, so that calls in flight bind. */
const WIDE = { requestsPerMinute: '100000', inputTokensPerMinute: '100000000', outputTokensPerMinute: '100000000' }

/** The main job: everything finishes, in order, paid once. */
export function describeFlow(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: flow`, () => {
    it('takes documents to the graph in order, with one call a chunk', async () => {
      const rig = await openRig(openStore)
      await rig.engine.commands['queue.pause']({ finishDocument: false })
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.add('b.pdf', { pages: pagesOf(2, 2) })
      await rig.add('first.pdf', { pages: pagesOf(2, 3) }, { priority: 'high' })
      await rig.engine.commands['queue.resume']({})
      await rig.untilIdle()
      const { documents, totals } = await rig.report()
      expect(documents.map((d) => [d.name, d.state, d.gaps.length])).toEqual([
        ['a.pdf', 'completed', 0],
        ['b.pdf', 'completed', 0],
        ['first.pdf', 'completed', 0],
      ])
      expect(rig.order()).toEqual(['first.pdf', 'a.pdf', 'b.pdf'])
      expect(rig.llm.asked).toHaveLength(totals.chunks.total)
      expect(totals).toMatchObject({
        chunks: { completed: totals.chunks.total, failed: 0 },
        calls: { answered: totals.chunks.total, refused: 0, unknown: 0, reused: 0 },
        graph: { episodes: totals.chunks.total },
      })
      expect(totals.graph.relationships).toBeGreaterThan(0)
      await rig.stop()
    })

    it('keeps one call in flight in preset steady, four in standard, and makes the same graph, id for id', async () => {
      const graphs = []
      for (const [preset, inFlight] of [
        ['steady', 1],
        ['standard', 4],
      ] as const) {
        const rig = await openRig(openStore, {
          settings: { preset, ...WIDE },
        })
        await rig.add('a.pdf', { pages: pagesOf(20, 1) })
        await rig.add('b.pdf', { pages: pagesOf(5, 2) })
        await rig.untilIdle()
        expect(rig.llm.mostInFlight).toBe(inFlight)
        const prompts = rig.llm.asked.map((asked) => asked.body).toSorted()
        graphs.push({ graph: await rig.graph(), prompts })
        await rig.stop()
      }
      expect(graphs[1]).toEqual(graphs[0])
    })

    it('asks nothing for files that are known, under any name', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.untilIdle()
      const paid = rig.llm.asked.length
      await rig.clock.advance(1)
      const since = rig.clock.now()
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.add('copy of a.pdf', { pages: pagesOf(3, 1) })
      await rig.untilIdle()
      expect(rig.llm.asked).toHaveLength(paid)
      expect(await rig.answer(rig.engine.commands['report.run']({ since }))).toMatchObject({
        documents: { completed: 0, known: 2 },
        calls: { answered: 0 },
      })
      expect((await rig.report()).documents).toHaveLength(1)
      await rig.stop()
    })

    it('pays only for the chunks of an edited document that changed', async () => {
      const rig = await openRig(openStore)
      const pages = pagesOf(12, 1)
      await rig.add('a.pdf', { pages })
      await rig.untilIdle()
      const before = rig.llm.asked.length
      await rig.add('a, edited.pdf', { pages: [...pages.slice(0, 6), pagesOf(1, 99)[0] ?? '', ...pages.slice(6)] })
      await rig.untilIdle()
      const edited = (await rig.report()).documents.find((d) => d.name === 'a, edited.pdf')
      expect(rig.llm.asked.length - before).toBeLessThanOrEqual(4)
      expect(edited?.calls.reused).toBeGreaterThanOrEqual(before - 3)
      await rig.stop()
    })

    it('reads ahead of a slow API, but not further than the lookahead', async () => {
      const rig = await openRig(openStore, { settings: { phaseLookahead: '2' } })
      rig.llm.behave(() => 'hang')
      for (let i = 0; i < 8; i++) await rig.add(`${i}.pdf`, { pages: pagesOf(2, i) })
      await rig.until(() => rig.llm.asked.length > 0)
      await rig.clock.advance(5_000)
      const opened = new Set(rig.reader.opened.map((o) => o.path)).size
      expect(opened).toBeGreaterThanOrEqual(2)
      expect(opened).toBeLessThanOrEqual(3)
    })

    it('serves without a key by the offline finder, then has a model read it anew when the file is added again', async () => {
      const rig = await openRig(openStore, { key: null })
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.untilIdle()
      const offline = await rig.report()
      expect(offline.documents[0]).toMatchObject({ state: 'completed', provider: 'offline', costUsd: 0 })
      expect(offline.totals.graph.relationships).toBeGreaterThan(0)
      // It has no other's answers to wait for, and a pause is not to wait for more than one of its texts.
      expect(rig.finder.mostAtOnce).toBe(1)
      rig.llm.key = 'a key'
      await rig.clock.advance(3_000)
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.untilIdle()
      const { documents, totals } = await rig.report()
      expect(documents).toMatchObject([
        { state: 'completed', provider: 'anthropic', calls: { answered: totals.chunks.total } },
      ])
      expect(totals.graph.episodes).toBe(totals.chunks.total)
      await rig.stop()
    })

    it('never falls back to the offline finder once a model has worked', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.untilIdle()
      rig.llm.key = null
      await rig.add('b.pdf', { pages: pagesOf(1, 2) })
      await rig.until((queue) => queue.state === 'waiting')
      expect((await rig.queue()).waitReason).toMatchObject({ needsPerson: true, error: { code: 'key_missing' } })
      rig.llm.key = 'found'
      await rig.untilIdle()
      expect((await rig.report()).documents.map((d) => d.state)).toEqual(['completed', 'completed'])
      await rig.stop()
    })

    it('logs one line for each document that ends, whatever its end, with its tokens and the use of the limit', async () => {
      const rig = await openRig(openStore)
      await rig.add('bad.pdf', { reading: 'pdf_corrupt' })
      const long = await rig.add('long.pdf', { pages: pagesOf(5, 1) })
      await rig.add('good.pdf', { pages: pagesOf(1, 2) })
      await rig.until(() => rig.llm.answered.length === 2)
      await rig.engine.commands['queue.cancel']({ document: long })
      await rig.untilIdle()
      const lines = rig.logged.flatMap(({ message, fields }) => (message === 'document ended' ? [fields] : []))
      expect(lines.map(({ name, state, code }) => [name, state, code])).toEqual([
        ['bad.pdf', 'failed', 'pdf_corrupt'],
        ['long.pdf', 'cancelled', null],
        ['good.pdf', 'completed', null],
      ])
      const { documents } = await rig.report()
      for (const { document, tokens, utilisation } of lines) {
        expect(tokens).toEqual(documents.find(({ id }) => id === document)?.tokens)
        expect(Object.keys(utilisation as object)).toEqual(['requests', 'input', 'output'])
      }
      expect(lines[1]).toMatchObject({
        calls: { answered: 2 },
        utilisation: { output: { peakPct: expect.any(Number) } },
      })
      await rig.stop()
    })

    it('a limit learned from the first answer shortens the questions that wait already', async () => {
      const rig = await openRig(openStore)
      rig.llm.limits = { output: { limit: 4_000 } }
      await rig.add('a.pdf', { pages: pagesOf(6, 1) })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
      expect(rig.llm.asked.at(-1)?.prompt.maxTokens).toBeLessThanOrEqual(2_000)
      await rig.stop()
    })
  })
}
