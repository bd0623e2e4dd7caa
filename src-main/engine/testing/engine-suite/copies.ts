import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { Store } from '../../ports.ts'
import type { FakeFile } from './fake-ports.ts'
import { openRig, pagesOf, type Rig } from './rig.ts'

/** Long enough that its first chunks are asked before it is read to its end. */
const LONG = { pages: pagesOf(24, 1) }
const READ_BEFORE = 22
const SHORT = { pages: pagesOf(3, 3) }

/** The stored copies of documents, which a person or a disk may take away; a spoilt one is as good as gone. */
export function describeCopies(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: a stored copy is gone`, () => {
    it('before it is read: that document fails with what to do, the queue goes on, and adding it again mends it', async () => {
      const rig = await openRig(openStore)
      const release = holdReading(rig)
      await rig.add('lost.pdf', SHORT)
      await rig.add('good.pdf', { pages: pagesOf(2, 2) })
      await rig.until(() => rig.blobs.kept.size === 2)
      rig.blobs.kept.delete([...rig.blobs.kept.keys()][0] ?? '')
      release()
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([
        {
          name: 'lost.pdf',
          state: 'failed',
          error: { code: 'blob_missing', remedy: expect.stringContaining('add the file again') },
        },
        { name: 'good.pdf', state: 'completed', gaps: [] },
      ])
      await rig.add('lost.pdf', SHORT)
      await rig.untilIdle()
      expect((await rig.report()).documents.map(({ state, pages }) => [state, pages])).toEqual([
        ['completed', SHORT.pages.length],
        ['completed', 2],
      ])
      expectPaidOnce(rig)
      await rig.stop()
    })

    it.each<[what: string, mend: (rig: Rig, document: string, sha256: string, file: FakeFile) => Promise<unknown>]>([
      ['the file is added again', (rig) => rig.add('a.pdf', LONG)],
      [
        'the copy is put back and the document is retried',
        (rig, document, sha256, file) => {
          rig.blobs.kept.set(sha256, file)
          return rig.answer(rig.engine.commands['queue.retry']({ document, gaps: false }))
        },
      ],
    ])('while it is read: what was read and paid for stays, and the rest follows once %s', async (_how, mend) => {
      const rig = await openRig(openStore)
      const killReader = readUntil(rig, READ_BEFORE)
      const document = await rig.add('a.pdf', LONG)
      await rig.until(() => rig.llm.answered.length > 1)
      const [[sha256, file] = ['', LONG]] = rig.blobs.kept
      rig.blobs.kept.delete(sha256)
      killReader()
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'failed', error: { code: 'blob_missing' } }])
      await mend(rig, document, sha256, file)
      await rig.untilIdle()
      expect(rig.reader.opened.at(-1)?.fromPage).toBe(READ_BEFORE + 1)
      const { documents, totals } = await rig.report()
      expect(documents).toMatchObject([{ id: document, state: 'completed', pages: LONG.pages.length, gaps: [] }])
      expect(rig.llm.asked).toHaveLength(totals.chunks.total)
      expectPaidOnce(rig)
      await rig.stop()
    })
  })
}

function expectPaidOnce(rig: Rig): void {
  const passages = rig.llm.asked.map(({ prompt }) => prompt.user.slice(prompt.user.indexOf('<passage-')))
  expect(new Set(passages).size).toBe(passages.length)
}

/** Nothing is read until what it returns is called. */
function holdReading(rig: Rig): () => void {
  const held = Promise.withResolvers<void>()
  const claim = rig.store.claim.bind(rig.store)
  rig.store.claim = async (phase, ...given) => {
    if (phase === 'extraction') await held.promise
    return claim(phase, ...given)
  }
  return held.resolve
}

/** The first time that so many pages have been read the reader dies, once what this returns is called. */
function readUntil(rig: Rig, pages: number): () => void {
  const broken = Promise.withResolvers<void>()
  const open = rig.reader.open.bind(rig.reader)
  rig.reader.open = async (...given) => {
    rig.reader.open = open
    const session = await open(...given)
    let read = 0
    const next = async () => {
      if (read < pages) {
        const some = await session.next()
        read += some.length
        return some
      }
      await broken.promise
      throw new SluiceError('reader_crashed', 'the reader died')
    }
    return { ...session, next }
  }
  return broken.resolve
}
