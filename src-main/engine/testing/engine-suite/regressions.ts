import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf } from './rig.ts'

/** What broke once: each test names it. */
export function describeRegressions(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: regressions`, () => {
    it('an error inside the loop leaves no call unwatched: nothing is paid twice', async () => {
      const rig = await openRig(openStore, { settings: { preset: 'standard' } })
      await rig.add('a.pdf', { pages: pagesOf(8, 1) })
      const pending = rig.store.pendingChunks.bind(rig.store)
      let broken = false
      rig.store.pendingChunks = (...given) => {
        if (rig.llm.asked.length < 3 || broken) return pending(...given)
        broken = true
        return Promise.reject(new TypeError('a bug'))
      }
      await rig.untilIdle()
      expect(broken).toBe(true)
      const users = rig.llm.answered.map((asked) => asked.prompt.user)
      expect(new Set(users).size).toBe(users.length)
      await rig.stop()
    })

    it.each(['steady', 'standard'])('equal chunks in one window are paid once in preset %s', async (preset) => {
      const rig = await openRig(openStore, { settings: { preset } })
      const [page = ''] = pagesOf(1, 1)
      await rig.add('terms.pdf', { pages: Array.from({ length: 12 }, () => page) })
      await rig.untilIdle()
      const texts = rig.llm.answered.map(({ prompt }) => prompt.user.slice(prompt.user.indexOf('<passage-')))
      expect(new Set(texts).size).toBe(texts.length)
      const { totals } = await rig.report()
      expect(totals.calls.answered + totals.calls.reused).toBe(totals.chunks.total)
      expect(totals.calls.reused).toBeGreaterThan(0)
      await rig.stop()
    })

    it('a document that was half read when the engine died is gone on with, however little may be read ahead', async () => {
      const rig = await openRig(openStore, { settings: { phaseLookahead: '1' } })
      rig.llm.behave(() => 'hang')
      await rig.add('a.pdf', { hangs: pagesOf(30, 1) })
      await rig.until((queue) => queue.documents[0]?.phase === 'extraction' && rig.reader.opened.length === 1)
      await rig.clock.advance(1_000)
      rig.files.add('/files/a.pdf', { pages: pagesOf(30, 1) })
      for (const sha256 of rig.blobs.kept.keys()) rig.blobs.kept.set(sha256, { pages: pagesOf(30, 1) })
      await rig.crash()
      await rig.untilIdle()
      expect(rig.reader.opened.at(-1)?.fromPage).toBeGreaterThan(1)
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', pages: 30 }])
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

    it('a stop does not wait for a page that takes minutes, nor does a cancel', async () => {
      const rig = await openRig(openStore)
      const id = await rig.add('a.pdf', { hangs: pagesOf(30, 1) })
      await rig.add('b.pdf', { pages: pagesOf(1, 2) })
      await rig.until(() => rig.reader.opened.length === 1)
      await rig.engine.commands['queue.cancel']({ document: id })
      await rig.untilIdle()
      await rig.add('c.pdf', { hangs: pagesOf(30, 3) })
      await rig.until(() => rig.reader.opened.length === 3)
      const before = rig.clock.now()
      await rig.stop()
      expect(rig.clock.now() - before).toBeLessThan(1_000)
    })

    it('"finish this document" while its phase is paused leaves the reader at rest', async () => {
      const rig = await openRig(openStore)
      rig.llm.behave(() => 'hang')
      await rig.add('a.pdf', { hangs: pagesOf(30, 1) })
      await rig.until(() => rig.reader.opened.length === 1)
      await rig.engine.commands['queue.pause']({ phase: 'extraction', finishDocument: false })
      await rig.engine.commands['queue.pause']({ finishDocument: true })
      await rig.clock.advance(60_000)
      expect(rig.reader.opened.length).toBeLessThanOrEqual(2)
      await rig.stop()
    })

    it('a key that was just set counts at once: what is dropped next is not read by the finder', async () => {
      const rig = await openRig(openStore, { key: null })
      await rig.engine.commands['key.get']({})
      await rig.clock.advance(1_900)
      await rig.engine.commands['key.set']({ key: 'sk-new' })
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ provider: 'anthropic' }])
      await rig.stop()
    })

    it('a claim that was made although the store said it failed is made again', async () => {
      const rig = await openRig(openStore)
      const claim = rig.store.claim.bind(rig.store)
      const failed = new Set<string>()
      rig.store.claim = async (phase, ...given) => {
        const job = await claim(phase, ...given)
        if (!job || failed.has(phase)) return job
        failed.add(phase)
        throw new SluiceError('store_failed', 'the disk failed after the write')
      }
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.untilIdle()
      expect([...failed]).toEqual(['ingestion', 'extraction', 'chunking'])
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
      await rig.stop()
    })

    it('a file that got a cover, read again, names the pages of today, and shares no episode with its old form', async () => {
      const rig = await openRig(openStore)
      const pages = pagesOf(2, 1)
      const document = await rig.add('a.pdf', { pages })
      await rig.untilIdle()
      const paid = rig.llm.answered.length
      const places = async () => {
        const { cursor } = await rig.engine.commands['graph.slice']({ cursor: null })
        const { facts } = await rig.engine.commands['graph.slice']({ cursor })
        return facts.flatMap(({ evidence }) => evidence.map(({ document: name, page }) => `${name} ${page}`)).toSorted()
      }
      const before = await places()
      rig.files.add('/files/a.pdf', { pages: ['', ...pages] })
      await rig.engine.commands['queue.retry']({ document, phase: 'ingestion', gaps: false })
      await rig.untilIdle()
      const moved = before.map((place) => place.replace(/\d+$/, (page) => String(Number(page) + 1)))
      expect(await places()).toEqual(moved)
      await rig.add('old.pdf', { pages })
      await rig.untilIdle()
      expect(await places()).toEqual([...moved, ...before.map((place) => place.replace('a.pdf', 'old.pdf'))])
      expect(rig.llm.answered).toHaveLength(paid)
      await rig.stop()
    })

    it.each([
      ['', 0],
      [', also where it was named by a clock that was a day ahead', -86_400_000],
      [', also where it was named by a clock that was a minute behind', 60_000],
    ])('retry-after is obeyed over a restart, and no longer than it says%s', async (_, jump) => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(4, 1) })
      let refusedAt = 0
      rig.llm.behave(({ nth }) => {
        if (nth !== 1) return 'answer'
        refusedAt = rig.clock.monotonic() + 1_000
        return { status: 429, type: 'rate_limit_error', retryAfterMs: 40_000 }
      })
      await rig.until(() => refusedAt > 0 && rig.clock.monotonic() > refusedAt)
      rig.clock.jumpWall(jump)
      const startedAt = rig.clock.monotonic()
      await rig.crash()
      await rig.until(() => rig.llm.asked.length > 0)
      const askedAt = rig.clock.monotonic()
      if (jump <= 0) expect(askedAt).toBeGreaterThanOrEqual(refusedAt + 40_000)
      expect(askedAt - startedAt).toBeLessThanOrEqual(60_000)
      await rig.stop()
    })

    it('a call that waits for the place of one that is refused waits for retry-after too', async () => {
      const rig = await openRig(openStore, { settings: { preset: 'standard' } })
      rig.llm.limits = { requests: { limit: 1_000 }, input: { limit: 1_000_000 }, output: { limit: 8_000 } }
      await rig.add('a.pdf', { pages: pagesOf(12, 1) })
      const times: number[] = []
      rig.llm.behave(({ nth }) => {
        times.push(rig.clock.now())
        return nth === 2 ? { status: 429, type: 'rate_limit_error', retryAfterMs: 40_000 } : 'answer'
      })
      await rig.untilIdle()
      const refusedAt = (times[2] ?? 0) + 1_000
      expect(times.filter((at) => at >= refusedAt && at < refusedAt + 40_000)).toEqual([])
      await rig.stop()
    })

    it('the outcome of a call is written down although the store failed first', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      const refusal = rig.store.recordRefusal.bind(rig.store)
      let failed = false
      rig.store.recordRefusal = (...given) => {
        if (failed) return refusal(...given)
        failed = true
        return Promise.reject(new SluiceError('disk_full', 'came no room'))
      }
      rig.llm.behave(({ nth }) => (nth === 1 ? { status: 529, type: 'overloaded_error' } : 'answer'))
      await rig.untilIdle()
      expect((await rig.report()).totals.calls).toMatchObject({ refused: 1, unknown: 0 })
      await rig.stop()
    })

    it.each(['steady', 'standard'])(
      'while what a chunk said cannot be stored, no more calls are sent than were out (preset %s)',
      async (preset) => {
        const rig = await openRig(openStore, { settings: { preset } })
        await rig.add('a.pdf', { pages: pagesOf(8, 1) })
        const finish = rig.store.finishChunk.bind(rig.store)
        let full = true
        let asked = 0
        rig.store.finishChunk = (...given) => {
          if (!full) return finish(...given)
          asked ||= rig.llm.asked.length
          return Promise.reject(new SluiceError('disk_full', 'came no room'))
        }
        await rig.until((queue) => queue.state === 'waiting')
        await rig.clock.advance(10 * 60_000)
        expect(rig.llm.asked).toHaveLength(asked)
        expect((await rig.queue()).waitReason).toMatchObject({ error: { code: 'disk_full' } })
        full = false
        await rig.untilIdle()
        expect(rig.llm.asked).toHaveLength(8)
        expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
        await rig.stop()
      },
    )

    it('a probe whose request is not taken leaves the lane to the next chunk', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(4, 1) })
      rig.llm.behave(({ nth, prompt }) => {
        if (nth === 0) return { status: 401, type: 'authentication_error' }
        return prompt.user.includes('word1x0x3x1 ') ? { status: 400, type: 'invalid_request_error' } : 'answer'
      })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([
        { state: 'completed', chunks: { failed: 1 }, gaps: [{ code: 'request_invalid' }] },
      ])
      await rig.stop()
    })

    it('one paused phase in the way of everything is said as a pause', async () => {
      const rig = await openRig(openStore)
      await rig.engine.commands['queue.pause']({ phase: 'kg_ingest', finishDocument: false })
      for (let i = 0; i < 7; i++) await rig.add(`${i}.pdf`, { pages: pagesOf(2, i) })
      await rig.until((queue) => queue.state === 'paused')
      expect((await rig.queue()).waitReason).toMatchObject({
        kind: 'paused',
        text: expect.stringContaining('kg_ingest'),
      })
      await rig.engine.commands['queue.resume']({})
      await rig.untilIdle()
      await rig.stop()
    })

    it('a document whose file is gone can be retried from its first phase: the stored copy is taken', async () => {
      const rig = await openRig(openStore)
      const id = await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.untilIdle()
      const [asked, graph] = [rig.llm.asked.length, await rig.graph()]
      rig.files.files.clear()
      await rig.engine.commands['queue.retry']({ document: id, phase: 'ingestion', gaps: false })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', gaps: [] }])
      expect(rig.llm.asked).toHaveLength(asked)
      expect(await rig.graph()).toEqual(graph)
      await rig.stop()
    })

    it('the same bytes added while another document with them is removed are kept', async () => {
      const rig = await openRig(openStore)
      const later = () => new Promise<void>((resolve) => void rig.clock.after(1_000, resolve))
      const file = { pages: pagesOf(2, 1) }
      const first = await rig.add('a.pdf', file)
      await rig.untilIdle()
      const { remove } = rig.blobs
      let goes = false
      rig.blobs.remove = (sha256) => {
        goes = true
        return later().then(() => remove(sha256))
      }
      await rig.engine.commands['queue.pause']({ phase: 'extraction', finishDocument: false })
      const removing = rig.engine.commands['documents.delete']({ document: first })
      await rig.clock.runUntil(() => goes)
      await rig.add('b.pdf', file)
      await rig.answer(removing)
      await rig.clock.advance(5_000)
      await rig.engine.commands['queue.resume']({ phase: 'extraction' })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ name: 'b.pdf', state: 'completed', gaps: [] }])
      await rig.stop()
    })

    it('a document that is removed or cancelled while its bytes are copied leaves none behind', async () => {
      const rig = await openRig(openStore)
      const { take } = rig.blobs
      rig.blobs.take = async (path, most) => {
        const copy = await take(path, most)
        await new Promise<void>((resolve) => void rig.clock.after(1_000, resolve))
        return copy
      }
      for (const [name, end] of [
        ['a.pdf', 'documents.delete'],
        ['b.pdf', 'queue.cancel'],
      ] as const) {
        const document = await rig.add(name, { pages: pagesOf(1, 1) })
        await rig.until((queue) => queue.documents.some(({ id, state }) => id === document && state === 'processing'))
        await rig.answer<unknown>(rig.engine.commands[end]({ document }))
        await rig.clock.advance(5_000)
        expect(rig.blobs.kept.size).toBe(0)
      }
      await rig.stop()
    })

    it('a file that has changed between two tries leaves no bytes of before', async () => {
      const rig = await openRig(openStore)
      const document = await rig.add('a.pdf', { reading: 'pdf_corrupt' })
      await rig.untilIdle()
      rig.files.add('/files/a.pdf', { pages: pagesOf(1, 1) })
      await rig.engine.commands['queue.retry']({ document, phase: 'ingestion', gaps: false })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed' }])
      expect(rig.blobs.kept.size).toBe(1)
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

    it('where the model cannot be asked, choosing the finder lets the document in hand go on', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.untilIdle()
      rig.llm.key = null
      await rig.add('b.pdf', { pages: pagesOf(2, 2) })
      await rig.until((queue) => queue.state === 'waiting')
      const asked = rig.llm.asked.length
      await rig.engine.commands['config.set']({ name: 'provider', value: 'offline' })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([
        { state: 'completed', provider: 'anthropic' },
        { state: 'completed', provider: 'offline' },
      ])
      expect(rig.llm.asked).toHaveLength(asked)
      await rig.stop()
    })

    it('a wrong key that is forgotten again leaves the document in hand to the finder', async () => {
      const rig = await openRig(openStore)
      rig.llm.behave(() => ({ status: 401, type: 'authentication_error' }))
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.until((queue) => queue.state === 'waiting')
      await rig.engine.commands['key.set']({ key: null })
      await rig.untilIdle()
      expect((await rig.report()).documents).toMatchObject([{ state: 'completed', provider: 'offline' }])
      expect(rig.llm.asked).toHaveLength(1)
      await rig.stop()
    })

    it.each(['documents.delete', 'queue.cancel'] as const)(
      '%s while the database is locked: nothing more is asked once it is done',
      async (command) => {
        const rig = await openRig(openStore, { settings: { preset: 'standard' } })
        const document = await rig.add('a.pdf', { pages: pagesOf(30, 1) })
        await rig.until(() => rig.llm.asked.length === 3)
        for (const name of ['deleteDocument', 'cancelDocument'] as const) {
          const end = rig.store[name].bind(rig.store)
          rig.store[name] = async (...given) => {
            await new Promise<void>((resolve) => void rig.clock.after(5_000, resolve))
            return end(...given)
          }
        }
        await rig.answer<unknown>(rig.engine.commands[command]({ document }))
        const asked = rig.llm.asked.length
        await rig.clock.advance(600_000)
        expect(rig.llm.asked).toHaveLength(asked)
        await rig.stop()
      },
    )

    it('"finish this document" is over with the document, though that cannot be kept at once', async () => {
      const rig = await openRig(openStore)
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.add('b.pdf', { pages: pagesOf(2, 2) })
      await rig.until(() => rig.llm.asked.length === 1)
      await rig.engine.commands['queue.pause']({ finishDocument: true })
      const write = rig.store.writeSetting.bind(rig.store)
      let failures = 0
      rig.store.writeSetting = (name, value) =>
        name === 'queue.paused' && failures++ === 0
          ? Promise.reject(new SluiceError('disk_full', 'came no room'))
          : write(name, value)
      await rig.until((queue) => queue.documents.some((d) => d.state === 'completed'))
      await rig.clock.advance(60_000)
      expect(failures).toBeGreaterThan(0)
      expect(await rig.queue()).toMatchObject({ state: 'paused', paused: { finishing: null } })
      await rig.stop()
    })

    it('"finish this document" of one that is taken in is not held back for those that were read ahead', async () => {
      const rig = await openRig(openStore, { settings: { phaseLookahead: '1' } })
      for (const phase of ['extraction', 'kg_ingest'] as const)
        await rig.engine.commands['queue.pause']({ phase, finishDocument: false })
      const take = rig.blobs.take.bind(rig.blobs)
      rig.blobs.take = async (path, most) => {
        if (path === '/files/b.pdf') await new Promise<void>((resolve) => void rig.clock.after(60_000, resolve))
        return take(path, most)
      }
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      const b = await rig.add('b.pdf', { pages: pagesOf(2, 2) })
      await rig.clock.advance(10_000)
      await rig.engine.commands['queue.resume']({ phase: 'extraction' })
      await rig.clock.advance(10_000)
      await rig.engine.commands['queue.pause']({ finishDocument: true })
      expect((await rig.queue()).paused.finishing).toBe(b)
      await rig.engine.commands['queue.resume']({ phase: 'kg_ingest' })
      await rig.until((queue) => queue.state === 'paused')
      expect((await rig.queue()).documents).toMatchObject([
        { name: 'a.pdf', state: 'waiting' },
        { name: 'b.pdf', state: 'completed' },
      ])
      await rig.stop()
    })

    it.each([
      ['completed', { pages: pagesOf(2, 1) }],
      ['failed', { reading: 'pdf_corrupt' }],
    ] as const)('that a document %s is told although the disk was full first', async (state, file) => {
      const rig = await openRig(openStore)
      const addActivity = rig.store.addActivity.bind(rig.store)
      let failures = 0
      rig.store.addActivity = (activity) =>
        activity.kind === `document.${state}` && failures++ === 0
          ? Promise.reject(new SluiceError('disk_full', 'came no room'))
          : addActivity(activity)
      await rig.add('a.pdf', { ...file })
      await rig.untilIdle()
      await rig.clock.advance(60_000)
      expect(failures).toBe(2)
      expect(await rig.told(`document.${state}`)).toHaveLength(1)
      await rig.stop()
    })

    it('a text that the finder still reads when the engine has to stop is no gap', async () => {
      const rig = await openRig(openStore, { key: null })
      let end = () => {}
      rig.finder.find = () =>
        new Promise((_, reject) => (end = () => reject(new SluiceError('internal', 'expected an open finder'))))
      rig.finder.close = () => Promise.resolve(end())
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.until((queue) => queue.documents[0]?.phase === 'kg_ingest')
      await rig.stop()
      expect((await rig.report()).documents).toMatchObject([{ chunks: { failed: 0 } }])
    })
  })
}
