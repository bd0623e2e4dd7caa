import { describe, expect, it } from 'vitest'
import { createFakeClient } from '../../testing/fake-client.ts'
import { makeRow, NOW } from '../../testing/rows.ts'
import { SITUATIONS } from '../../testing/situations.ts'
import { discardLetter, priceUsd, retryAll, retryLetter } from './letter-actions.ts'
import { callsText, letterName, letterPlace, paidText } from './letter-words.ts'
import { makeLetter } from './testing/answers.ts'

const row = makeRow({ id: 'a', state: 'failed', endedAt: NOW })
const whole = makeLetter(row)
const page = makeLetter(row, { kind: 'page', pages: [87] })
const chunk = makeLetter(row, {
  kind: 'chunk',
  chunk: 40,
  pages: [87, 88],
  costUsd: 0.0017,
  spoiltUsd: 0.0012,
  calls: { answered: 3, refused: 0, unknown: 1, reused: 0 },
  estimate: { input: 1, output: 1, costUsd: 0.0004 },
})

describe('the words of a dead letter', () => {
  it('say what it is, where, and since when', () => {
    expect([whole, page, chunk].map(letterName)).toEqual(['the document', 'page 87', 'chunk 41'])
    expect(letterPlace(chunk, NOW)).toMatch(/^chunk 41 · p\. 87–88 · since \d\d:\d\d$/)
    expect(letterPlace(page, NOW)).toMatch(/^page 87 · since/)
  })

  it('say what it cost, answers of no use and calls of unknown outcome included', () => {
    expect([whole, chunk].map(callsText)).toEqual(['no call', '1 unknown'])
    expect(callsText({ ...chunk, calls: { ...chunk.calls, unknown: 0, refused: 1 } })).toBe('4 calls')
    expect(paidText(chunk)).toBe(
      '3 answers, 1 of unknown outcome, possibly paid: $0.0017, of it $0.0012 for answers of no use',
    )
  })
})

describe('what can be done with dead letters', () => {
  const { engine } = SITUATIONS.queue()

  it('names the one that is meant, and no other', async () => {
    const client = createFakeClient(engine)
    for (const letter of [whole, page, chunk]) {
      await retryLetter(client, letter)
      await discardLetter(client, letter)
    }
    const meant = [{ document: 'a' }, { document: 'a', page: 87 }, { document: 'a', chunk: 40 }]
    expect(client.calls).toEqual(
      meant.flatMap((input) => [
        { name: 'queue.retry', input },
        { name: 'letters.discard', input },
      ]),
    )
  })

  it('tries documents and gaps again, and tells the price of those that are not loaded, too', async () => {
    const client = createFakeClient(engine)
    await retryAll(client, true)
    expect(client.calls.map(({ input }) => input)).toEqual([
      { gaps: false, discarded: true },
      { gaps: true, discarded: true },
    ])
    expect(priceUsd([chunk, page], 4)).toBeCloseTo(0.0008)
    expect(priceUsd([whole, page], 2)).toBeNull()
  })
})
