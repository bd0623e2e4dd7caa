import { describe, expect, it } from 'vitest'
import { ERRORS, SluiceError, type ErrorCode } from '../../../../src-shared/contract/errors.ts'
import type { Store } from '../../ports.ts'
import type { Behaviour } from './fake-llm.ts'
import { openRig, pagesOf, type Rig } from './rig.ts'

const OVERLOADED: Behaviour = { status: 529, type: 'overloaded_error' }
const REJECTED: Behaviour = { status: 400, type: 'invalid_request_error' }

/** Faults by name: of one call, one chunk, one document, and the service. */
export function describeFaults(name: string, openStore: () => Promise<Store>): void {
  const one = async (pages = 4): Promise<Rig> => {
    const rig = await openRig(openStore)
    await rig.add('a.pdf', { pages: pagesOf(pages, 1) })
    return rig
  }
  const finished = async (rig: Rig) => {
    await rig.untilIdle()
    const { documents, totals } = await rig.report()
    await rig.stop()
    return { document: documents[0], totals }
  }

  describe(`${name}: faults`, () => {
    it('killed with a call in flight: the work goes on, that call is unknown, and it alone is asked again', async () => {
      const rig = await one(5)
      rig.llm.behave(({ nth }) => (nth === 2 ? 'hang' : 'answer'))
      await rig.until(() => rig.llm.asked.length === 3)
      const before = rig.llm.answered.map((asked) => asked.prompt.user)
      await rig.crash()
      const { document, totals } = await finished(rig)
      expect(document?.state).toBe('completed')
      expect(totals.calls).toMatchObject({ answered: totals.chunks.total, unknown: 1 })
      expect(rig.llm.answered.filter((asked) => before.includes(asked.prompt.user))).toEqual([])
    })

    it('killed between any two steps: nothing is lost and nothing answered is asked again', async () => {
      for (let steps = 1; steps < 60; steps += 4) {
        const rig = await one(3)
        for (let i = 0; i < steps; i++) await rig.clock.runNext()
        const answered = rig.llm.answered.length
        await rig.crash()
        const { document, totals } = await finished(rig)
        expect(document?.state).toBe('completed')
        expect(answered + rig.llm.answered.length - totals.chunks.total).toBeLessThanOrEqual(1)
        expect(totals.graph.episodes).toBe(totals.chunks.total)
      }
    })

    it('stopped with a call in flight: it lands, and the next start goes on behind it', async () => {
      const rig = await one(4)
      await rig.until(() => rig.llm.asked.length === 2)
      await rig.stop()
      expect(rig.llm.answered).toHaveLength(2)
      await rig.crash()
      const { totals } = await finished(rig)
      expect(totals.calls).toEqual({ answered: totals.chunks.total, refused: 0, unknown: 0, reused: 0 })
    })

    it('stopped with a call that does not land in time: it is unknown, and the stop is in time', async () => {
      const rig = await one(2)
      rig.llm.behave(() => 'hang')
      await rig.until(() => rig.llm.asked.length === 1)
      const before = rig.clock.now()
      await rig.stop()
      expect(rig.clock.now() - before).toBeLessThanOrEqual(21_000)
      expect((await rig.report()).totals.calls).toMatchObject({ answered: 0, unknown: 1 })
    })

    it('an error that nobody foresaw: said aloud, and the loop that met it begins again', async () => {
      const rig = await one(3)
      let broken = true
      const claim = rig.store.claimKgDocument.bind(rig.store)
      rig.store.claimKgDocument = (...given) =>
        broken ? Promise.reject(new TypeError('undefined is not a function')) : claim(...given)
      await rig.until((queue) => queue.state === 'waiting')
      expect((await rig.queue()).waitReason).toMatchObject({ error: { code: 'engine_fault' } })
      broken = false
      const { document } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
    })

    it('429 with retry-after: obeyed, and the chunk is not blamed', async () => {
      const rig = await one()
      const times: number[] = []
      rig.llm.behave(({ nth }) => {
        times.push(rig.clock.now())
        return nth === 1 ? { status: 429, type: 'rate_limit_error', retryAfterMs: 30_000 } : 'answer'
      })
      const { document, totals } = await finished(rig)
      expect((times[2] ?? 0) - (times[1] ?? 0)).toBeGreaterThanOrEqual(30_000)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
      expect(totals.calls.refused).toBe(1)
    })

    it('529 for an hour: the lane waits, nothing is given up, and it goes on by itself', async () => {
      const rig = await one()
      const start = rig.clock.now()
      rig.llm.behave(() => (rig.clock.now() - start < 3_600_000 ? OVERLOADED : 'answer'))
      await rig.until((queue) => queue.state === 'waiting')
      expect((await rig.queue()).waitReason).toMatchObject({ needsPerson: false, error: { code: 'overloaded' } })
      const { document, totals } = await finished(rig)
      const { activities } = await rig.engine.commands['activity.list']({ before: null, kinds: ['lane.'], limit: 10 })
      expect(activities.map((one) => one.kind)).toEqual(['lane.opened', 'lane.held'])
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
      expect(totals.calls.refused).toBeLessThan(120)
    })

    it('no network: no document fails, and it goes on within half a minute of its return', async () => {
      const rig = await one()
      const back = rig.clock.now() + 600_000
      let answeredAt = Infinity
      rig.llm.behave(() => {
        if (rig.clock.now() < back) return { kind: 'network', type: 'ECONNREFUSED' }
        answeredAt = Math.min(answeredAt, rig.clock.now())
        return 'answer'
      })
      const { document, totals } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
      expect(answeredAt - back).toBeLessThanOrEqual(30_000)
      expect(totals.calls).toMatchObject({ answered: totals.chunks.total, unknown: 0 })
    })

    it('the clock of the computer set back: the pause between two documents is no longer for it', async () => {
      const rig = await openRig(openStore, { settings: { interDocumentDelaySeconds: '60' } })
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.add('b.pdf', { pages: pagesOf(1, 2) })
      await rig.until((queue) => queue.waitReason?.kind === 'delay')
      rig.clock.jumpWall(-3_600_000)
      const paused = rig.clock.monotonic()
      const { document } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
      expect(rig.llm.answered).toHaveLength(2)
      expect(rig.clock.monotonic() - paused).toBeLessThanOrEqual(120_000)
    })

    it('key rejected: held after one call with the remedy, and on again when the key is mended', async () => {
      const rig = await one()
      rig.llm.behave(() => ({ status: 401, type: 'authentication_error' }))
      await rig.until((queue) => queue.state === 'waiting')
      await rig.clock.advance(30_000)
      expect(rig.llm.asked).toHaveLength(1)
      expect((await rig.queue()).waitReason).toMatchObject({ needsPerson: true, error: { code: 'key_rejected' } })
      rig.llm.behave(() => 'answer')
      await rig.engine.commands['queue.resume']({})
      const { document } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
    })

    it.each<[what: string, code: ErrorCode, failure: Behaviour]>([
      ['out of credit', 'out_of_credit', { status: 402, type: 'billing_error' }],
      [
        'out of credit, in the words of a 400',
        'out_of_credit',
        { status: 400, type: 'invalid_request_error', message: 'Your credit balance is too low to access the API' },
      ],
      ["the month's spend cap", 'spend_limit_reached', { status: 429, type: 'enforced_spend_limit_reached' }],
      ['the key revoked', 'key_rejected', { status: 401, type: 'authentication_error' }],
      ['permission missing', 'permission_denied', { status: 403, type: 'permission_error' }],
      ['the model retired', 'model_unknown', { status: 404, type: 'not_found_error' }],
    ])(
      '%s mid-way: held after one call with the remedy, and on by itself when it is mended',
      async (_, code, failure) => {
        const rig = await one(5)
        rig.llm.behave(({ nth }) => (nth < 2 ? 'answer' : failure))
        await rig.until((queue) => queue.state === 'waiting')
        const { remedy } = ERRORS[code]
        expect((await rig.queue()).waitReason).toMatchObject({ needsPerson: true, error: { code, remedy } })
        await rig.clock.advance(30_000)
        expect(rig.llm.asked).toHaveLength(3)
        rig.llm.behave(() => 'answer')
        await rig.clock.advance(31_000)
        expect(rig.llm.answered.length).toBeGreaterThan(2)
        const { document, totals } = await finished(rig)
        expect(document).toMatchObject({ state: 'completed', gaps: [] })
        expect(totals.calls).toMatchObject({ answered: totals.chunks.total, refused: 1, unknown: 0 })
      },
    )

    /** Held by the month's spend cap, which ends at `until`. */
    async function capped() {
      const rig = await one(5)
      const until = Math.ceil((rig.clock.now() + 3_600_000) / 86_400_000) * 86_400_000
      const message = `You will regain access on ${new Date(until).toISOString().slice(0, 10)} at 00:00 UTC.`
      const limit: Behaviour = { status: 429, type: 'enforced_spend_limit_reached', message }
      rig.llm.behave(({ nth }) => (nth < 2 ? 'answer' : limit))
      await rig.until((queue) => queue.state === 'waiting')
      return { rig, until }
    }

    it("the month's spend cap with the day it ends: nothing is asked until then, unless a person says so", async () => {
      const { rig, until } = await capped()
      expect((await rig.queue()).waitReason).toMatchObject({ error: { code: 'spend_limit_reached' }, until })
      await rig.clock.advance((until - rig.clock.now()) / 2)
      expect(rig.llm.asked).toHaveLength(3)
      await rig.engine.commands['queue.resume']({})
      await rig.clock.advance(10_000)
      expect(rig.llm.asked).toHaveLength(4)
      rig.llm.behave(() => 'answer')
      await rig.clock.advance(until - rig.clock.now() - 1_000)
      expect(rig.llm.asked).toHaveLength(4)
      const { document } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
    })

    it('the day outlives a restart: then it goes on by itself', async () => {
      const { rig, until } = await capped()
      await rig.crash()
      expect((await rig.queue()).waitReason).toMatchObject({ error: { code: 'spend_limit_reached' }, until })
      await rig.clock.advance(until - rig.clock.now() - 1_000)
      expect(rig.llm.asked).toEqual([])
      await rig.clock.advance(11_000)
      expect(rig.llm.asked).not.toEqual([])
      expect((await finished(rig)).document).toMatchObject({ state: 'completed', gaps: [] })
    })

    it('the day is no farther after a restart with a clock that was set back', async () => {
      const { rig, until } = await capped()
      const left = until - rig.clock.now()
      rig.clock.jumpWall(-30 * 86_400_000)
      await rig.crash()
      const { waitReason } = await rig.queue()
      expect(waitReason).toMatchObject({ error: { code: 'spend_limit_reached' } })
      expect((waitReason?.until ?? Infinity) - rig.clock.now()).toBeLessThanOrEqual(left + 60_000)
      await rig.stop()
    })

    it.each<[why: string, act: (rig: Rig) => Promise<unknown>]>([
      ['a person resumed', (rig) => rig.engine.commands['queue.resume']({})],
      ['a person changed a setting', (rig) => rig.engine.commands['config.set']({ name: 'pace', value: 'tight' })],
      ['there is another key', (rig) => Promise.resolve((rig.key = 'another key, of other people'))],
    ])('the day is not waited for after a restart where %s', async (_, act) => {
      const { rig } = await capped()
      await act(rig)
      await rig.crash()
      await rig.clock.advance(10_000)
      expect(rig.llm.asked).not.toEqual([])
      await rig.stop()
    })

    it('half of all calls fail: everything finishes', async () => {
      const rig = await openRig(openStore, { settings: { preset: 'standard' } })
      await rig.add('a.pdf', { pages: pagesOf(12, 1) })
      rig.llm.behave(({ nth }) => ((nth * 7919) % 13 < 6 ? OVERLOADED : 'answer'))
      const { document } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
    })

    it('torn answers: possibly paid, asked again, and named as unknown', async () => {
      const rig = await one()
      rig.llm.behave(({ nth }) => (nth === 0 ? { kind: 'torn', certainlyUnpaid: false } : 'answer'))
      const { document, totals } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
      expect(totals.calls).toMatchObject({ answered: totals.chunks.total, unknown: 1 })
    })

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
  })
}
