import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import {
  chunk,
  errorInfo,
  fact,
  failedPage,
  freshBench,
  MODEL,
  must,
  newCall,
  page,
  reply,
  writes,
} from './builders.ts'

export function testDocumentDetails(open: () => Promise<Store>): void {
  describe('document details', () => {
    const bench = freshBench(open)

    it('tell every page with its state and how often it is quoted', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('x')
      await b.read([page(1, { label: 'iv' }), failedPage(2), page(3, { state: 'empty', text: '' })])
      await b.cut([chunk(0), chunk(1)])
      const relationships = [fact('Ann', 'Bob'), fact('Bob', 'Ann'), fact('Ann', 'Bob', { page: 3, quote: 'again' })]
      for (const row of await b.pending('a')) await b.complete(row, writes(`e${row.ordinal}`, { relationships }))
      expect(await b.store.documentPages('a')).toEqual({
        pages: [
          { number: 1, label: 'iv', state: 'text', facts: 4 },
          { number: 2, label: '2', state: 'failed', facts: 0 },
          { number: 3, label: '3', state: 'empty', facts: 2 },
        ],
      })
      expect(await b.store.documentPages('nobody')).toEqual({ pages: [] })
    })

    it('tell a chunk as it was read, with what it gave and where', async () => {
      const b = bench()
      await b.prepare('a')
      const [one] = (await b.pending('a')).map(must)
      const relationships = [fact('Ann', 'Bob', { page: 2, quote: 'later' }), fact('Bob', 'Ann', { quote: 'first' })]
      await b.complete(must(one), writes('e0', { relationships }))
      expect(await b.store.chunkDetail('a', 0)).toEqual({
        ordinal: 0,
        headings: ['Chapter'],
        text: 'chunk 0',
        spans: [{ page: 1, start: 0, end: 7 }],
        facts: [
          { source: 'Bob', relation: 'KNOWS', target: 'Ann', fact: 'Bob knows Ann', page: 1, quote: 'first' },
          { source: 'Ann', relation: 'KNOWS', target: 'Bob', fact: 'Ann knows Bob', page: 2, quote: 'later' },
        ],
        answer: null,
        error: null,
      })
      expect(await b.store.chunkDetail('a', 1)).toMatchObject({ ordinal: 1, facts: [], answer: null })
      expect(await b.store.chunkDetail('a', 2)).toBeNull()
      expect(await b.store.chunkDetail('nobody', 0)).toBeNull()
    })

    it('keep what the model said last of a chunk that failed', async () => {
      const b = bench()
      await b.prepare('a')
      const [one, two] = (await b.pending('a')).map(must)
      const say = async (text: string, pass: number) => {
        const id = await b.store.markSent(newCall('a', must(one).id, { answerKey: text, pass }), b.now)
        await b.store.recordAnswer(id, reply(text), 1, b.now)
        await b.store.judgeSpoilt(id, 'no end mark', b.now)
      }
      await say('first', 0)
      await say('last', 1)
      expect((await b.store.chunkDetail('a', 0))?.answer).toBeNull()
      await b.fail(must(one), 'answer_spoilt')
      await b.fail(must(two))
      expect(await b.store.chunkDetail('a', 0)).toMatchObject({ answer: 'last', error: errorInfo('answer_spoilt') })
      expect(await b.store.chunkDetail('a', 1)).toMatchObject({ answer: null, error: errorInfo('model_refused') })
    })

    it('count the questions after the first', async () => {
      const b = bench()
      await b.prepare('a')
      const [one, two] = (await b.pending('a')).map(must)
      for (const pass of [0, 0, 1, 2]) await b.store.markSent(newCall('a', must(one).id, { pass }), b.now)
      await b.store.markSent(newCall('a', must(two).id), b.now)
      const report = must(await b.views.documentReport('a', MODEL))
      expect(report.chunkRows.map((row) => [row.headings, row.repairs])).toEqual([
        [['Chapter'], 2],
        [['Chapter'], 0],
      ])
      expect(report).toMatchObject({ title: 'A title', sha256: 'sha of a', bytes: 100, endedAt: null })
      expect(report.addedAt).toBeGreaterThan(0)
    })
  })
}
