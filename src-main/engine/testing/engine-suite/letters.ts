import { describe, expect, it } from 'vitest'
import type { CommandArgs } from '../../../../src-shared/contract/commands.ts'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf, type Rig } from './rig.ts'

const UNFIT = { text: 'I would rather not.' }

/** Dead letters: what waits for a person, who has one tried again, or all, or wants nothing more of them. */
export function describeLetters(name: string, openStore: () => Promise<Store>): void {
  const letters = async (rig: Rig, more: Partial<CommandArgs<'letters.list'>> = {}) =>
    (await rig.answer(rig.engine.commands['letters.list']({ discarded: false, cursor: null, limit: 100, ...more })))
      .letters
  const retry = (rig: Rig, more: Partial<CommandArgs<'queue.retry'>>) =>
    rig.answer(rig.engine.commands['queue.retry']({ gaps: false, ...more }))

  /** One document that lost two of its chunks, or more, because no answer for them was of use. */
  async function withLostChunks() {
    const rig = await openRig(openStore)
    const document = await rig.add('a.pdf', { pages: pagesOf(6, 1) })
    rig.llm.behave(({ prompt }) => (/word1x[24]x/.test(prompt.user) ? UNFIT : 'answer'))
    await rig.untilIdle()
    const found = await letters(rig)
    expect(found.length).toBeGreaterThan(1)
    expect(new Set(found.map(({ error }) => error.code))).toEqual(new Set(['answer_spoilt']))
    rig.llm.behave(() => 'answer')
    return { rig, document, found }
  }

  describe(`${name}: dead letters`, () => {
    it('tell what was paid for answers of no use, and keep the last', async () => {
      const { rig, document, found } = await withLostChunks()
      const { totals } = await rig.report()
      for (const letter of found) {
        expect(letter).toMatchObject({ kind: 'chunk', documentId: document, phase: 'kg_ingest', answer: true })
        expect(letter.calls.answered).toBeGreaterThan(1)
        expect(letter.spoiltUsd).toBe(letter.costUsd)
        const ordinal = letter.chunk ?? -1
        expect((await rig.engine.commands['document.chunk']({ document, ordinal })).answer).toBe(UNFIT.text)
      }
      expect(found.reduce((sum, letter) => sum + letter.costUsd, 0)).toBeLessThan(totals.costUsd)
      expect((await rig.engine.commands['queue.progress']({})).letters).toBe(found.length)
      await rig.stop()
    })

    it('one of several with the same code is asked again: nothing else is, and no phase before it is repeated', async () => {
      const { rig, document, found } = await withLostChunks()
      const [first, ...others] = found
      const [asked, opened] = [rig.llm.asked.length, rig.reader.opened.length]
      expect(await retry(rig, { document, chunk: first?.chunk ?? -1 })).toEqual({ documents: [document] })
      await rig.untilIdle()
      expect(rig.llm.asked).toHaveLength(asked + 1)
      expect(rig.reader.opened).toHaveLength(opened)
      expect((await letters(rig)).map(({ chunk }) => chunk)).toEqual(others.map(({ chunk }) => chunk))

      expect(await retry(rig, { gaps: true })).toEqual({ documents: [document] })
      await rig.untilIdle()
      expect(rig.llm.asked).toHaveLength(asked + found.length)
      expect(rig.reader.opened).toHaveLength(opened)
      expect(await letters(rig)).toEqual([])
      expect(await rig.told('queue.')).toEqual(['a.pdf is tried again', 'a.pdf is tried again'])
      await rig.stop()
    })

    it('discarded ones wait for nobody, are gaps all the same, and are asked again only when they are meant', async () => {
      const { rig, document, found } = await withLostChunks()
      const [first, ...others] = found
      const chunk = first?.chunk ?? -1
      expect(await rig.engine.commands['letters.discard']({ document, chunk })).toEqual({
        letters: 1,
        documents: [document],
      })
      expect(await rig.engine.commands['letters.discard']({})).toEqual({
        letters: others.length,
        documents: [document],
      })
      expect(await rig.engine.commands['letters.discard']({})).toEqual({ letters: 0, documents: [] })
      const { activities } = await rig.engine.commands['activity.list']({
        before: null,
        kinds: ['document.discarded'],
        limit: 9,
      })
      expect(activities.map(({ documentId, text }) => [documentId, text])).toContainEqual([
        document,
        '1 dead letter of a.pdf was discarded',
      ])
      expect(activities).toHaveLength(2)
      await rig.crash()
      expect(await letters(rig)).toEqual([])
      expect(await rig.engine.commands['queue.progress']({})).toMatchObject({ letters: 0, documentsLossy: 0 })
      const [report] = (await rig.report()).documents
      expect(report).toMatchObject({
        chunks: { failed: found.length },
        gaps: [{ code: 'answer_spoilt', discarded: true }],
      })

      for (const more of [{}, { gaps: true }]) expect(await retry(rig, more)).toEqual({ documents: [] })
      expect(await retry(rig, { document, chunk })).toEqual({ documents: [document] })
      await rig.untilIdle()
      expect(rig.llm.asked).toHaveLength(1)
      expect(await letters(rig, { discarded: true })).toHaveLength(others.length)
      await retry(rig, { gaps: true, discarded: true })
      await rig.untilIdle()
      expect(rig.llm.asked).toHaveLength(found.length)
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
      await rig.stop()
    })

    it('a document that could not be read stays failed when it is discarded; a later retry repeats only its reading', async () => {
      const rig = await openRig(openStore)
      const document = await rig.add('a.pdf', { reading: 'pdf_corrupt' })
      await rig.untilIdle()
      const [sha256 = ''] = rig.blobs.kept.keys()
      expect(await letters(rig)).toMatchObject([
        { kind: 'document', phase: 'extraction', error: { code: 'pdf_corrupt' }, costUsd: 0, answer: false },
      ])
      await rig.engine.commands['letters.discard']({ document })
      expect((await rig.report()).documents).toMatchObject([{ state: 'failed', discarded: true }])
      expect(await rig.engine.commands['queue.progress']({})).toMatchObject({ letters: 0, documentsLossy: 0 })

      // Its file is gone: whoever took it in again would find none.
      rig.files.files.clear()
      rig.blobs.kept.set(sha256, { pages: pagesOf(2, 1) })
      expect(await retry(rig, {})).toEqual({ documents: [] })
      expect(await retry(rig, { document })).toEqual({ documents: [document] })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [], discarded: false }])
      await rig.stop()
    })

    it('a page or chunk is of a document', async () => {
      const rig = await openRig(openStore)
      for (const meant of [{ chunk: 1 }, { page: 1 }]) {
        await expect(rig.engine.commands['letters.discard'](meant)).rejects.toMatchObject({ code: 'usage' })
        await expect(retry(rig, meant)).rejects.toMatchObject({ code: 'usage' })
      }
      await expect(rig.engine.commands['letters.discard']({ document: 'x' })).rejects.toMatchObject({
        code: 'document_unknown',
      })
      await rig.stop()
    })
  })
}
