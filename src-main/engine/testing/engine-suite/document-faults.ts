import { describe, expect, it } from 'vitest'
import { type ErrorCode } from '../../../../src-shared/contract/errors.ts'
import type { Store } from '../../ports.ts'
import { finished } from './one-document.ts'
import { openRig, pagesOf } from './rig.ts'

/** What is wrong with a document is its own: the queue goes on. */
export function describeDocumentFaults(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: faults of a document`, () => {
    it.each([
      ['is taken in', (code: ErrorCode) => ({ ingestion: code })],
      ['is read', (code: ErrorCode) => ({ reading: code })],
    ] as const)(
      'too much is open on this computer when a document %s: it waits, and does not fail',
      async (_, fault) => {
        const rig = await openRig(openStore)
        await rig.add('a.pdf', fault('computer_busy'))
        await rig.until((queue) => queue.state === 'waiting')
        expect((await rig.queue()).waitReason).toMatchObject({ error: { code: 'computer_busy' }, needsPerson: false })
        const sound = { pages: pagesOf(2, 1) }
        rig.files.add('/files/a.pdf', sound)
        for (const sha256 of rig.blobs.kept.keys()) rig.blobs.kept.set(sha256, sound)
        const { document } = await finished(rig)
        expect(document).toMatchObject({ state: 'completed', gaps: [] })
      },
    )

    it.each(['file_empty', 'file_unreadable', 'file_too_large'] as const)(
      '%s: that document fails, the queue goes on',
      async (code) => {
        const rig = await openRig(openStore)
        await rig.add('bad.pdf', { ingestion: code })
        await rig.add('good.pdf', { pages: pagesOf(1, 1) })
        await rig.untilIdle()
        const { documents } = await rig.report()
        expect(documents.map((d) => [d.name, d.state, d.error?.code])).toEqual([
          ['bad.pdf', 'failed', code],
          ['good.pdf', 'completed', undefined],
        ])
        expect(documents[0]?.error?.remedy).toMatch(/\w/)
        await rig.stop()
      },
    )

    it.each([
      ['pdf_corrupt', 1],
      ['pdf_encrypted', 1],
      ['reader_timeout', 2],
      ['reader_memory', 2],
      ['reader_crashed', 2],
    ] as const)(
      '%s: that document fails, having been opened as often as it may help (%i), and the queue goes on',
      async (code, times) => {
        const rig = await openRig(openStore)
        await rig.add('bad.pdf', { reading: code })
        await rig.add('good.pdf', { pages: pagesOf(1, 1) })
        await rig.untilIdle()
        expect((await rig.report()).documents.map((d) => [d.state, d.error?.code])).toEqual([
          ['failed', code],
          ['completed', undefined],
        ])
        expect(rig.reader.opened).toHaveLength(times + 1)
        await rig.stop()
      },
    )

    it('pictures only: fails for want of text; a picture as the cover is no gap, a damaged page is one', async () => {
      const rig = await openRig(openStore)
      await rig.add('scan.pdf', { pages: ['', ''] })
      await rig.add('cover.pdf', { pages: ['', ...pagesOf(2, 1)] })
      await rig.add('damaged.pdf', { pages: [...pagesOf(2, 2), { error: 'page_unreadable' }] })
      await rig.untilIdle()
      const { documents } = await rig.report()
      expect(documents.map((d) => [d.state, d.error?.code, d.gaps.map((g) => g.pages)])).toEqual([
        ['failed', 'pdf_no_text', []],
        ['completed', undefined, []],
        ['completed', undefined, [[3]]],
      ])
      expect(documents[1]?.coverage).toMatchObject({ text: 2, scanned: 1 })
      await rig.stop()
    })

    it('a document without text is said to have failed, and ends the pause that waited for it', async () => {
      const rig = await openRig(openStore)
      await rig.add('scan.pdf', { pages: ['', '', '', ''] })
      await rig.until((queue) => queue.documents[0]?.phase === 'extraction')
      await rig.engine.commands['queue.pause']({ finishDocument: true })
      expect((await rig.queue()).paused.finishing).not.toBeNull()
      await rig.until((queue) => queue.documents[0]?.state === 'failed')
      await rig.clock.advance(1_000)
      expect(await rig.told('document.failed')).toEqual([expect.stringContaining('4 scanned')])
      expect(rig.logged.map(({ message }) => message)).toContain('document ended')
      expect((await rig.queue()).paused.finishing).toBeNull()
      await rig.stop()
    })
  })
}
