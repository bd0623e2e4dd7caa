import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { chunk, freshBench, must, newCall, reply, writes } from './builders.ts'

const REFUSED = { status: 429, code: 'rate_limited', message: 'too many', requestId: 'req_r' } as const
const LOST = { code: 'connection_lost', message: 'reset', usage: null } as const

export function testLedger(open: () => Promise<Store>): void {
  describe('ledger', () => {
    const bench = freshBench(open)

    /** The one that calls are made for: without it no answer is kept. */
    async function withDocument() {
      const b = bench()
      await b.add('a')
      return b
    }

    it('gives an answer once it has one, unjudged at first', async () => {
      const { store } = await withDocument()
      const id = await store.markSent(newCall('a', 1), 10)
      expect(await store.findAnswer('key 1')).toBeNull()
      await store.recordAnswer(id, reply('text'), 7, 20)
      expect(await store.findAnswer('key 1')).toEqual({
        callId: id,
        chunkId: 1,
        text: 'text',
        stopReason: 'end_turn',
        verdict: 'unjudged',
      })
      expect(await store.findAnswer('key 2')).toBeNull()
    })

    it('gives the latest answer, and never a spoilt one', async () => {
      const { store } = await withDocument()
      const answer = async (text: string) => {
        const id = await store.markSent(newCall('a', 1), 10)
        await store.recordAnswer(id, reply(text), 7, 20)
        return id
      }
      const first = await answer('first')
      const second = await answer('second')
      expect(await store.findAnswer('key 1')).toMatchObject({ text: 'second' })
      await store.judgeSpoilt(second, 'no end mark', 30)
      expect(await store.findAnswer('key 1')).toMatchObject({ text: 'first' })
      await store.judgeSpoilt(first, 'no end mark', 30)
      expect(await store.findAnswer('key 1')).toBeNull()
    })

    it('gives the spoilt answer of a chunk that is still at work, until a person has it asked again', async () => {
      const b = bench()
      await b.prepare('a', [chunk(0)])
      const { store } = b
      const [row] = await b.pending('a')
      const question = { documentId: 'a', chunkId: must(row).id, answerKey: 'key' }
      const callId = await store.markSent(newCall('a', question.chunkId, { answerKey: 'key' }), b.now)
      await store.recordAnswer(callId, reply('torn'), 7, b.now)
      expect(await store.findSpoilt(question)).toBeNull()
      await store.judgeSpoilt(callId, 'no end mark', b.now)
      expect(await store.findSpoilt(question)).toMatchObject({ callId, text: 'torn', verdict: 'spoilt' })
      expect(await store.findSpoilt({ ...question, chunkId: question.chunkId + 1 })).toBeNull()
      expect(await store.findSpoilt({ ...question, answerKey: 'another' })).toBeNull()
      // After the clock was set back.
      const later = await store.markSent(newCall('a', question.chunkId, { answerKey: 'repair', pass: 1 }), 1)
      await store.recordAnswer(later, reply('torn'), 7, 2)
      await store.judgeSpoilt(later, 'no end mark', 3)
      expect(await store.findSpoilt({ ...question, answerKey: 'repair' })).toMatchObject({ callId: later })
      await b.claimKg()
      await b.fail(must(row), 'answer_spoilt')
      expect(await store.finishKgDocument('a', b.now)).toBe('failed')
      await b.views.retryDocuments({ documentId: 'a', phase: null })
      expect(await store.findSpoilt(question)).toBeNull()
      await store.markSent(newCall('a', question.chunkId, { answerKey: 'key' }), b.now)
      expect(await store.findSpoilt(question)).toBeNull()
    })

    it('gives no answer of calls that were refused or lost', async () => {
      const { store } = bench()
      await store.recordRefusal(await store.markSent(newCall('a', 1), 10), REFUSED, 20)
      await store.recordUnknown(await store.markSent(newCall('a', 1), 10), LOST, 20)
      expect(await store.findAnswer('key 1')).toBeNull()
    })

    it('tells a chunk that failed while another was answered', async () => {
      const { store } = bench()
      const fails = async (chunkId: number, code: 'api_error' | 'key_rejected') => {
        const id = await store.markSent(newCall('a', chunkId), 10)
        await store.recordUnknown(id, { ...LOST, code }, 20)
      }
      const answers = async (chunkId: number) =>
        store.recordAnswer(await store.markSent(newCall('a', chunkId), 10), reply('x'), 1, 20)
      await answers(2)
      await fails(1, 'api_error')
      await fails(3, 'key_rejected')
      expect(await store.failedAlone('a', 1)).toBe(false)
      await answers(1)
      expect(await store.failedAlone('a', 1)).toBe(false)
      await answers(2)
      expect(await store.failedAlone('a', 1)).toBe(true)
      expect(await store.failedAlone('a', 2)).toBe(false)
      expect(await store.failedAlone('a', 3)).toBe(false)
    })

    it('shows the window what may still count in it', async () => {
      const { store } = bench()
      const call = (sentAt: number, family = 'haiku-5') => store.markSent(newCall('a', sentAt, { family }), sentAt)
      const early = await call(10)
      await store.recordAnswer(early, reply('x'), 1, 90)
      const slow = await call(20)
      await store.recordAnswer(slow, reply('x'), 1, 150)
      const out = await call(30)
      const refused = await call(110)
      await store.recordRefusal(refused, REFUSED, 120)
      const lost = await call(115)
      await store.recordUnknown(lost, LOST, 130)
      await call(116, 'opus-5')
      const rows = await store.windowCalls('haiku-5', 100)
      const estimate = { input: 1000, output: 500, maxOutput: 4000 }
      expect(rows).toEqual([
        { callId: slow, sentAt: 20, endedAt: 150, estimate, usage: reply('x').usage, refused: false },
        { callId: out, sentAt: 30, endedAt: null, estimate, usage: null, refused: false },
        { callId: refused, sentAt: 110, endedAt: 120, estimate, usage: null, refused: true },
        { callId: lost, sentAt: 115, endedAt: 130, estimate, usage: null, refused: false },
      ])
      expect(await store.windowCalls('sonnet-5', 0)).toEqual([])
    })

    it('sums cost since a time, calls without an answer at their worst when they were sent since', async () => {
      const { store } = bench()
      const call = (sentAt = 100) => store.markSent(newCall('a', 1), sentAt)
      await store.recordAnswer(await call(10), reply('x'), 50, 99)
      await store.recordAnswer(await call(), reply('x'), 70, 100)
      await store.recordRefusal(await call(), REFUSED, 120)
      expect(await store.spentSince(100)).toBe(70)
      await store.recordUnknown(await call(), LOST, 120)
      expect(await store.spentSince(100)).toBe(70 + 9000)
      await call(10)
      expect(await store.spentSince(100)).toBe(70 + 18_000)
      await store.recover(130)
      expect(await store.spentSince(100)).toBe(70 + 9000)
      expect(await store.spentSince(10)).toBe(50 + 70 + 18_000)
      expect(await store.spentSince(131)).toBe(0)
    })

    it('knows whether a model has ever answered', async () => {
      const { store } = bench()
      const id = await store.markSent(newCall('a', 1), 10)
      expect(await store.hasPaidAnswers()).toBe(false)
      await store.recordAnswer(id, reply('x'), 1, 20)
      expect(await store.hasPaidAnswers()).toBe(true)
    })

    it('counts what was refused by pacing, paid twice and lost since a time', async () => {
      const b = bench()
      const { store } = b
      await b.prepare('a')
      const [chunkRow] = await b.pending('a')
      const send = (key: string, at = 10) => store.markSent(newCall('a', 1, { answerKey: key }), at)
      const paid = async (key: string, at: number) => {
        const id = await send(key)
        await store.recordAnswer(id, reply('x'), 1, at)
        return id
      }
      const approve = (callIds: number[]) =>
        store.finishChunk(
          must(chunkRow),
          { state: 'completed', writes: writes('e'), callIds, reused: false, droppedFacts: 0 },
          'anthropic',
          b.now,
        )
      const paidTwice = async () => (await store.callFaults(100)).paidTwice
      await store.recordRefusal(await send('r'), REFUSED, 120)
      await store.recordRefusal(await send('r'), REFUSED, 99)
      await store.recordRefusal(await send('r'), { ...REFUSED, status: 401, code: 'key_rejected' }, 120)
      await store.recordUnknown(await send('u'), LOST, 120)
      await store.recordUnknown(await send('u'), LOST, 99)
      expect(await store.callFaults(100)).toEqual({ refused: 1, paidTwice: 0, unknown: 1 })

      await store.judgeSpoilt(await paid('spoilt', 110), 'no end mark', 111)
      await paid('spoilt', 112)
      expect(await paidTwice()).toBe(0)
      const [early, late] = [await paid('together', 110), await paid('together', 112)]
      expect(await paidTwice()).toBe(0)
      await approve([early])
      expect(await paidTwice()).toBe(1)
      await approve([late])
      expect(await paidTwice()).toBe(1)
      await paid('together', 130)
      await paid('together', 99)
      expect(await paidTwice()).toBe(2)
      expect(await store.callFaults(131)).toEqual({ refused: 0, paidTwice: 0, unknown: 0 })
    })

    it('keeps a whole answer whatever is told of the call afterwards', async () => {
      const { store } = await withDocument()
      const id = await store.markSent(newCall('a', 1), 10)
      await store.recover(15)
      await store.recordAnswer(id, reply('late'), 5, 20)
      await store.recordUnknown(id, LOST, 30)
      await store.recordRefusal(id, REFUSED, 40)
      expect(await store.findAnswer('key 1')).toMatchObject({ text: 'late' })
      expect(await store.spentSince(0)).toBe(5)
    })
  })
}
