import { describe, expect, it } from 'vitest'
import type { Store } from '../../ports.ts'
import { errorInfo, freshBench, must, newCall, newDocument, page } from './builders.ts'

export function testQueue(open: () => Promise<Store>): void {
  describe('queue', () => {
    const bench = freshBench(open)

    it('gives growing positions and claims in that order', async () => {
      const { store } = bench()
      const added = await store.enqueue(
        ['a', 'b', 'c'].map((id) => newDocument(id)),
        5,
      )
      expect(added.map((row) => row.position)).toEqual([1, 2, 3])
      expect(added.every((row) => !row.already)).toBe(true)
      const claimed = []
      for (let job = await store.claim('ingestion', null, 6); job; job = await store.claim('ingestion', null, 6)) {
        claimed.push(job.document.id)
      }
      expect(claimed).toEqual(['a', 'b', 'c'])
    })

    it('claims high before normal before low', async () => {
      const b = bench()
      const { store } = b
      await b.add(newDocument('l', { priority: 'low' }), newDocument('n'), newDocument('h', { priority: 'high' }))
      const ids = []
      for (let n = 0; n < 3; n++) ids.push(must(await store.claim('ingestion', null, 6)).document.id)
      expect(ids).toEqual(['h', 'n', 'l'])
    })

    it('claims the one document that is named, and no other', async () => {
      const b = bench()
      const { store } = b
      await b.add('a', 'b')
      expect(must(await store.claim('ingestion', 'b', 6)).document.id).toBe('b')
      expect(await store.claim('ingestion', 'b', 6)).toBeNull()
    })

    it('puts back what a phase has claimed, and nothing of another', async () => {
      const b = bench()
      await b.add('a', 'b')
      await b.ingest('sha a')
      await b.store.claim('extraction', null, b.now)
      await b.store.claim('ingestion', null, b.now)
      await b.store.releaseClaimed('ingestion')
      expect((await b.store.claim('ingestion', null, b.now))?.document.id).toBe('b')
      expect(await b.store.claim('extraction', null, b.now)).toBeNull()
    })

    it('claims only what has begun, when asked to', async () => {
      const b = bench()
      await b.add('a', 'b')
      await b.ingest('sha a')
      await b.ingest('sha b')
      const job = must(await b.store.claim('extraction', null, b.now))
      await b.store.releaseJob(job)
      expect(await b.store.claim('extraction', null, b.now, true)).toBeNull()
      await b.read([page(1)], false)
      await b.store.recover(b.now)
      expect((await b.store.claim('extraction', null, b.now, true))?.document.id).toBe('a')
      expect(await b.store.claim('extraction', null, b.now, true)).toBeNull()
    })

    it('knows an unchanged file that still waits', async () => {
      const b = bench()
      const { store } = b
      await b.add('a')
      const again = (id: string, more = {}) => store.enqueue([newDocument(id, { path: '/in/a.pdf', ...more })], 9)
      expect(await again('x')).toEqual([{ id: 'a', path: '/in/a.pdf', position: 1, already: true }])
      expect((await again('y', { bytes: 101 }))[0]).toMatchObject({ id: 'y', already: false })
      expect((await again('z', { group: 'other' }))[0]).toMatchObject({ id: 'z', already: false })
    })

    it('knows a file that is named twice at once', async () => {
      const { store } = bench()
      const rows = await store.enqueue([newDocument('a'), newDocument('b', { path: '/in/a.pdf' })], 9)
      expect(rows.map((row) => [row.id, row.already])).toEqual([
        ['a', false],
        ['a', true],
      ])
    })

    it('takes a file again whose document has ended', async () => {
      const b = bench()
      const { store } = b
      await b.add('a')
      await store.cancelDocument('a', 8)
      expect(await store.enqueue([newDocument('b', { path: '/in/a.pdf' })], 9)).toMatchObject([
        { id: 'b', already: false },
      ])
    })

    it('marks the document as begun with its first claim', async () => {
      const b = bench()
      const { store } = b
      await b.add('a')
      expect(await store.document('a')).toMatchObject({ state: 'queued', startedAt: null, sha256: null })
      const job = must(await store.claim('ingestion', null, 77))
      expect(job).toMatchObject({ phase: 'ingestion', retryCount: 0, checkpoint: null })
      expect(await store.document('a')).toMatchObject({ state: 'processing', startedAt: 77 })
      await store.releaseJob(job)
      expect(await store.document('a')).toMatchObject({ state: 'waiting', startedAt: 77 })
    })

    it('gives a released job out again, untouched', async () => {
      const b = bench()
      const { store } = b
      await b.add('a')
      const job = must(await store.claim('ingestion', null, 7))
      await store.releaseJob(job)
      expect(await store.claim('ingestion', null, 8)).toEqual(job)
    })

    it('holds a delayed job until it is due', async () => {
      const b = bench()
      const { store } = b
      await b.add('a', 'b')
      const job = must(await store.claim('ingestion', null, 7))
      await store.delayJob(job, errorInfo('file_changed'), 5000, 10)
      expect(must(await store.claim('ingestion', null, 11)).document.id).toBe('b')
      expect(await store.claim('ingestion', null, 4999)).toBeNull()
      expect(await store.nextDue('ingestion', 11)).toBe(5000)
      expect((await b.views.jobs({ limit: 10 })).jobs[0]).toMatchObject({
        retries: 1,
        status: 'pending',
        availableAt: 5000,
        error: { code: 'file_changed' },
      })
      expect(must(await store.claim('ingestion', null, 5000))).toMatchObject({ retryCount: 1, document: { id: 'a' } })
      expect(await store.nextDue('ingestion', 5001)).toBeNull()
    })

    it('calls a job dead that failed after it was tried again, and failed one that was not', async () => {
      const b = bench()
      const { store } = b
      await b.add('a', 'b')
      await store.delayJob(must(await store.claim('ingestion', 'a', 7)), errorInfo('file_changed'), 5000, 10)
      await store.claim('ingestion', 'a', 5000)
      await store.failDocument('a', 'ingestion', errorInfo('file_changed'), 5001)
      await store.failDocument('b', 'ingestion', errorInfo('file_missing'), 5002)
      const { jobs } = await b.views.jobs({ limit: 10 })
      expect(jobs.map(({ status }) => status)).toEqual(['dead', 'failed'])
      await store.retryDocuments(['a', 'b'], null, 5003)
      expect((await b.views.jobs({ status: 'pending', limit: 10 })).jobs).toHaveLength(2)
    })

    it('does not give out cancelled documents', async () => {
      const b = bench()
      const { store } = b
      await b.add('a', 'b')
      await store.cancelDocument('a', 8)
      expect(await store.document('a')).toMatchObject({ state: 'cancelled', endedAt: 8 })
      expect(must(await store.claim('ingestion', null, 9)).document.id).toBe('b')
    })

    it('fails a document with its reason, and ends its other jobs', async () => {
      const b = bench()
      const { store } = b
      await b.add('a')
      await b.ingest('x')
      await store.failDocument('a', 'extraction', errorInfo('pdf_corrupt'), 99)
      expect(await store.document('a')).toMatchObject({ state: 'failed', endedAt: 99, error: { code: 'pdf_corrupt' } })
      const { jobs } = await b.views.jobs({ limit: 10 })
      expect(jobs.map((job) => [job.phase, job.status])).toEqual([
        ['ingestion', 'completed'],
        ['extraction', 'failed'],
      ])
    })

    it('leaves an ended document as it ended', async () => {
      const b = bench()
      const { store } = b
      await b.add('a')
      await store.cancelDocument('a', 8)
      await store.failDocument('a', 'ingestion', errorInfo('file_missing'), 9)
      await store.cancelDocument('a', 10)
      expect(await store.document('a')).toMatchObject({ state: 'cancelled', endedAt: 8, error: null })
    })

    it('finds documents by the beginning of the id or by name, two at most', async () => {
      const b = bench()
      const { store } = b
      await b.add('abc', 'abd', 'abe', 'x%_')
      expect(await store.findDocuments('abd')).toEqual(['abd'])
      expect(await store.findDocuments('abd.pdf')).toEqual(['abd'])
      expect(await store.findDocuments('ab')).toEqual(['abc', 'abd'])
      expect(await store.findDocuments('%')).toEqual([])
      expect(await store.document('nobody')).toBeNull()
    })

    it('sets right what a dead engine left behind', async () => {
      const b = bench()
      const { store } = b
      await b.add('a')
      await store.claim('ingestion', null, 7)
      await store.markSent(newCall('a', 1), 8)
      expect(await store.recover(9)).toEqual({ jobs: 1, unknownCalls: 1 })
      expect(await store.recover(10)).toEqual({ jobs: 0, unknownCalls: 0 })
      expect(await store.document('a')).toMatchObject({ state: 'waiting' })
      expect(must(await store.claim('ingestion', null, 11)).document.id).toBe('a')
    })
  })
}
