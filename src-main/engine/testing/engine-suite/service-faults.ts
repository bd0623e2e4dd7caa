import { describe, expect, it } from 'vitest'
import { ERRORS, type ErrorCode } from '../../../../src-shared/contract/errors.ts'
import type { Store } from '../../ports.ts'
import { mulberry32 } from '../servers/mulberry32.ts'
import type { Behaviour } from './fake-llm.ts'
import { finished, oneDocument } from './one-document.ts'
import { openRig, pagesOf } from './rig.ts'

const OVERLOADED: Behaviour = { status: 529, type: 'overloaded_error' }
/** What comes and goes by itself. */
const FLAPPING: Behaviour[] = [
  OVERLOADED,
  { status: 500, type: 'api_error', certainlyUnpaid: false },
  { status: 429, type: 'rate_limit_error', retryAfterMs: 2_000 },
  { kind: 'network', type: 'ECONNREFUSED' },
  { kind: 'network', type: 'ECONNRESET', certainlyUnpaid: false },
  { kind: 'timeout', type: 'idle_timeout', certainlyUnpaid: false },
  { kind: 'torn', certainlyUnpaid: false },
]

/** Faults of the API, the network and the key: the lane waits, and no document fails. */
export function describeServiceFaults(name: string, openStore: () => Promise<Store>): void {
  const one = (pages?: number) => oneDocument(openStore, pages)

  describe(`${name}: faults of the service`, () => {
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

    it.each([1, 2, 3])('half of all calls fail in one way or another (seed %i): everything finishes', async (seed) => {
      const rig = await openRig(openStore, { settings: { preset: 'standard' } })
      await rig.add('a.pdf', { pages: pagesOf(12, 1) })
      const random = mulberry32(seed)
      let failed = 0
      rig.llm.behave(() => {
        if (random() < 0.5) return 'answer'
        failed += 1
        return FLAPPING[Math.floor(random() * FLAPPING.length)] ?? OVERLOADED
      })
      const { document, totals } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
      expect(failed).toBeGreaterThan(totals.chunks.total / 4)
      expect(totals.calls.answered).toBe(totals.chunks.total)
    })

    it('torn answers: possibly paid, asked again, and named as unknown', async () => {
      const rig = await one()
      rig.llm.behave(({ nth }) => (nth === 0 ? { kind: 'torn', certainlyUnpaid: false } : 'answer'))
      const { document, totals } = await finished(rig)
      expect(document).toMatchObject({ state: 'completed', gaps: [] })
      expect(totals.calls).toMatchObject({ answered: totals.chunks.total, unknown: 1 })
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
  })
}
