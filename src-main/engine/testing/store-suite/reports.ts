import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { COMMANDS } from '../../../../src-shared/contract/commands.ts'
import {
  chunk,
  errorInfo,
  freshBench,
  MODEL,
  must,
  newCall,
  newDocument,
  newest,
  page,
  reply,
  writes,
} from './builders.ts'

export function testReports(open: () => Promise<Store>): void {
  describe('reports', () => {
    const bench = freshBench(open)

    it('lists the queue in the order of work, and what has ended when asked', async () => {
      const b = bench()
      await b.whole('done')
      await b.add('a', newDocument('h', { priority: 'high' }))
      await b.add('bad')
      await b.store.failDocument('bad', 'ingestion', errorInfo('file_missing'), b.now)
      const rows = await b.views.queueRows(false, MODEL)
      expect(rows.map((row) => [row.id, row.state, row.phase, row.position])).toEqual([
        ['h', 'queued', 'ingestion', 1],
        ['a', 'queued', 'ingestion', 2],
      ])
      const all = await b.views.queueRows(true, MODEL)
      expect(all.slice(2).map((row) => [row.id, row.state, row.phase, row.position])).toEqual([
        ['done', 'completed', null, null],
        ['bad', 'failed', 'ingestion', null],
      ])
      expect(all[3]?.error).toEqual(errorInfo('file_missing'))
      expect(all[2]).toMatchObject({ pages: 2, chunks: { total: 2, completed: 2, failed: 0, cancelled: 0 } })
    })

    it('names what is being worked on: the graph phase first', async () => {
      const b = bench()
      await b.prepare('a')
      await b.add('b', 'c')
      await b.store.claim('ingestion', null, b.now)
      const none = { chunksDone: 0, chunksTotal: 0, pagesDone: 0, pages: null }
      expect(await b.store.queueTotals()).toEqual({
        documentsLeft: 3,
        documentsEnded: 0,
        chunksLeft: 2,
        ready: { ingestion: 1, extraction: 0, chunking: 0, kg_ingest: 1 },
        working: { ingestion: 1, extraction: 0, chunking: 0, kg_ingest: 0 },
        documentsWorking: 1,
        documentsLossy: 0,
        letters: 0,
        waiting: { input: 2000, output: 1000 },
        current: { documentId: 'b', name: 'b.pdf', phase: 'ingestion', ...none },
      })
      await b.claimKg()
      await b.complete(must((await b.pending('a'))[0]))
      expect((await b.store.queueTotals()).current).toEqual({
        documentId: 'a',
        name: 'a.pdf',
        phase: 'kg_ingest',
        chunksDone: 1,
        chunksTotal: 2,
        pagesDone: 2,
        pages: 2,
      })
      const rows = await b.views.queueRows(false, MODEL)
      expect(rows.map((row) => [row.id, row.state, row.phase])).toEqual([
        ['a', 'processing', 'kg_ingest'],
        ['b', 'processing', 'ingestion'],
        ['c', 'queued', 'ingestion'],
      ])
    })

    it('counts as ready what can be worked on: neither a parked cut nor a graph phase that waits for it', async () => {
      const b = bench()
      await b.add('a')
      await b.ingest('sha of a')
      const extraction = must(await b.store.claim('extraction', null, b.now))
      const read = (number: number, done: boolean) =>
        b.store.savePages(extraction, { pages: 2, title: null }, [page(number)], done, b.now)
      const ready = async () => {
        const totals = await b.store.queueTotals()
        return [totals.ready.chunking, totals.ready.kg_ingest]
      }
      await read(1, false)
      expect(await ready()).toEqual([1, 0])
      const cutting = must(await b.store.claim('chunking', null, b.now))
      await b.store.saveChunks(cutting, [chunk(0)], 'behind the first', false, b.now)
      await b.store.parkJob(cutting)
      expect(await ready()).toEqual([0, 1])
      const { job } = await b.claimKg()
      await b.complete(must((await b.pending('a'))[0]))
      await b.store.releaseJob(job)
      expect(await ready()).toEqual([0, 0])
      await read(2, true)
      await b.store.saveChunks(must(await b.store.claim('chunking', null, b.now)), [], 'the end', true, b.now)
      expect(await ready()).toEqual([0, 1])
    })

    it('lists jobs by phase and status', async () => {
      const b = bench()
      await b.prepare('a')
      await b.add('b')
      const list = async (filter: Parameters<Store['jobIds']>[0]) =>
        (await b.views.jobs(filter)).jobs.map((job) => [job.documentId, job.phase, job.status])
      expect(await list({ phase: 'ingestion', limit: 10 })).toEqual([
        ['a', 'ingestion', 'completed'],
        ['b', 'ingestion', 'pending'],
      ])
      expect(await list({ status: 'pending', limit: 10 })).toEqual([
        ['a', 'kg_ingest', 'pending'],
        ['b', 'ingestion', 'pending'],
      ])
      expect(await list({ limit: 1 })).toHaveLength(1)
    })

    /** One answered, one refused then reused, one unknown; chunk 2 failed. */
    async function mixed() {
      const b = bench()
      await b.prepare('a', [chunk(0), chunk(1), chunk(2)])
      await b.claimKg()
      const [one, two, three] = (await b.pending('a')).map(must)
      const { store } = b
      const answered = await store.markSent(newCall('a', must(one).id), b.now)
      await store.recordAnswer(answered, reply('x'), 250, b.now)
      const end = { state: 'completed', droppedFacts: 0 } as const
      await store.finishChunk(
        must(one),
        { ...end, writes: writes('e0'), callIds: [answered], reused: false },
        'anthropic',
        b.now,
      )
      const refused = await store.markSent(newCall('a', must(two).id), b.now)
      await store.recordRefusal(refused, { status: 429, code: 'rate_limited', message: 'm', requestId: null }, b.now)
      await store.finishChunk(
        must(two),
        { ...end, writes: writes('e1'), callIds: [], reused: true },
        'anthropic',
        b.now,
      )
      const lost = await store.markSent(newCall('a', must(three).id), b.now)
      const usage = { input: 5, output: 5, cacheRead: 0, cacheWrite: 0 }
      await store.recordUnknown(lost, { code: 'connection_lost', message: 'm', usage }, b.now)
      await b.fail(must(three))
      return b
    }
    const spend = {
      tokens: { input: 900, output: 300, cacheRead: 20, cacheWrite: 10 },
      calls: { answered: 1, refused: 1, unknown: 1, reused: 1 },
      costUsd: 0.00025,
      spoiltUsd: 0,
    }

    it('tells the whole life of a document', async () => {
      const b = await mixed()
      const endedAt = b.now
      await b.store.finishKgDocument('a', endedAt)
      const report = must(await b.views.documentReport('a', MODEL))
      const { startedAt } = must(await b.store.document('a'))
      expect(report).toMatchObject({
        id: 'a',
        name: 'a.pdf',
        path: '/in/a.pdf',
        group: 'default',
        provider: 'anthropic',
        state: 'completed',
        pages: 2,
        chunks: { total: 3, completed: 2, failed: 1, cancelled: 0 },
        ...spend,
        seconds: (endedAt - must(startedAt)) / 1000,
        gaps: [{ pages: [3], ...errorInfo('model_refused'), discarded: false }],
        error: null,
      })
      expect(report.phases.map((row) => [row.phase, row.status, row.parts])).toEqual([
        ['ingestion', 'completed', 1],
        ['extraction', 'completed', 2],
        ['chunking', 'completed', 3],
        ['kg_ingest', 'completed', 3],
      ])
      expect(report.chunkRows.map((row) => [row.state, row.calls, row.costUsd, row.error?.code])).toEqual([
        ['completed', { answered: 1, refused: 0, unknown: 0, reused: 0 }, 0.00025, undefined],
        ['completed', { answered: 0, refused: 1, unknown: 0, reused: 1 }, 0, undefined],
        ['failed', { answered: 0, refused: 0, unknown: 1, reused: 0 }, 0, 'model_refused'],
      ])
      expect(report.chunkRows[0]).toMatchObject({
        estimated: { input: 1000, output: 500 },
        tokens: spend.tokens,
        pages: [1],
      })
      expect(await b.views.documentReport('nobody', MODEL)).toBeNull()
    })

    it('tells what answers of no use cost, though a repair has mended their chunk, and their document is deleted', async () => {
      const b = bench()
      await b.prepare('a')
      await b.prepare('b')
      await b.claimKg()
      const { store } = b
      const [one, two] = (await b.pending('a')).map(must)
      const answer = async (chunkId: number, cost: number, spoilt: boolean) => {
        const call = await store.markSent(newCall('a', chunkId), b.now)
        await store.recordAnswer(call, reply('x'), cost, b.now)
        if (spoilt) await store.judgeSpoilt(call, 'no JSON', b.now)
        return call
      }
      await answer(must(one).id, 70, true)
      const since = b.now
      await answer(must(one).id, 40, true)
      const mended = await answer(must(one).id, 100, false)
      const end = { state: 'completed', droppedFacts: 0, writes: writes('e0'), reused: false } as const
      await store.finishChunk(must(one), { ...end, callIds: [mended] }, 'anthropic', b.now)
      await answer(must(two).id, 30, false)
      const paid = { costUsd: 0.00024, spoiltUsd: 0.00011 }
      expect(await b.views.documentReport('a', MODEL)).toMatchObject({
        ...paid,
        chunkRows: [
          { costUsd: 0.00021, spoiltUsd: 0.00011 },
          { costUsd: 0.00003, spoiltUsd: 0 },
        ],
      })
      const whole = await b.views.report(null, MODEL)
      expect(whole.totals).toMatchObject(paid)
      expect(whole.documents).toMatchObject([paid, { costUsd: 0, spoiltUsd: 0 }])
      expect(await b.views.runReport(since, MODEL)).toMatchObject({ costUsd: 0.00017, spoiltUsd: 0.00004 })
      await store.deleteDocument('a', b.now)
      expect((await b.views.report(null, MODEL)).totals).toMatchObject(paid)
    })

    it('adds up all documents, or those that ended since a time', async () => {
      const b = await mixed()
      await b.store.finishKgDocument('a', b.now)
      const since = b.now
      await b.whole('later')
      const whole = await b.views.report(null, MODEL)
      expect(whole.documents.map((one) => one.id)).toEqual(['a', 'later'])
      expect(whole.totals).toMatchObject({
        documents: 2,
        chunks: { total: 5, completed: 4, failed: 1, cancelled: 0 },
        ...spend,
        graph: { episodes: 4, entities: 2, relationships: 1, mentions: 8 },
      })
      const recent = await b.views.report(since, MODEL)
      expect(recent.documents.map((one) => one.id)).toEqual(['later'])
      expect(recent.totals).toMatchObject({
        documents: 1,
        chunks: { total: 2 },
        calls: { answered: 0, unknown: 0 },
        costUsd: 0,
      })
    })

    it('tells what one run did', async () => {
      const b = await mixed()
      await b.store.finishKgDocument('a', b.now)
      await b.add('x', 'y')
      await b.store.failDocument('x', 'ingestion', errorInfo('file_missing'), b.now)
      await b.store.cancelDocument('y', b.now)
      expect(await b.views.runReport(0, MODEL)).toEqual({
        documents: { completed: 1, failed: 1, cancelled: 1, known: 0 },
        chunks: { total: 3, completed: 2, failed: 1 },
        ...spend,
        graph: { episodes: 2, entities: 2, relationships: 1, mentions: 4 },
        gaps: 1,
      })
      expect(await b.views.runReport(b.now, MODEL)).toEqual({
        documents: { completed: 0, failed: 0, cancelled: 0, known: 0 },
        chunks: { total: 0, completed: 0, failed: 0 },
        tokens: { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 },
        calls: { answered: 0, refused: 0, unknown: 0, reused: 0 },
        costUsd: 0,
        spoiltUsd: 0,
        graph: { episodes: 2, entities: 2, relationships: 1, mentions: 4 },
        gaps: 0,
      })
    })

    it('speaks as the contract says', async () => {
      const b = await mixed()
      await b.add('x')
      const { store } = b
      const said = [
        [COMMANDS['report.get'].output, await b.views.report(null, MODEL)],
        [COMMANDS['report.document'].output, await b.views.documentReport('a', MODEL)],
        [COMMANDS['report.run'].output, await b.views.runReport(0, MODEL)],
        [COMMANDS['jobs.list'].output, await b.views.jobs({ limit: 10 })],
        [COMMANDS['queue.get'].output.shape.documents, await b.views.queueRows(true, MODEL)],
        [COMMANDS['queue.get'].output.shape.documents, await store.queueRowsOf(['a', 'x'], MODEL)],
        [COMMANDS['document.pages'].output, await store.documentPages('a')],
        [COMMANDS['document.chunk'].output, await store.chunkDetail('a', 2)],
        [COMMANDS['activity.list'].output.shape.activities, await store.activity(newest(5))],
        [COMMANDS['graph.entities'].output, await store.entitiesByType(null, null, null, 1)],
        [COMMANDS['graph.entity'].output, await b.views.graphEntity('Ann')],
        [COMMANDS['graph.stats'].output, await store.graphCounts(null)],
        [COMMANDS['graph.search'].output, await b.views.searchGraph('Ann', null, 5)],
        [COMMANDS['graph.slice'].output, await store.graphSlice(null, null, 5)],
        [COMMANDS['graph.slice'].output, await store.graphSlice(null, 'r', 5)],
      ] as const
      for (const [schema, value] of said) expect(schema.safeParse(value).error).toBeUndefined()
    })
  })
}
