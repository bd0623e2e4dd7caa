import { describe, expect, it } from 'vitest'
import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { EngineEvent } from '../../../../src-shared/contract/events.ts'
import type { Store } from '../../ports.ts'
import { openRig, pagesOf, type Rig } from './rig.ts'

type Rows = Extract<EngineEvent, { type: 'rows' }>['data']

/** What an open window is told, from now on. */
function listen(rig: Rig) {
  const rows: Rows[] = []
  const others = new Set<string>()
  void (async () => {
    for await (const event of rig.engine.events()) {
      if (event.type === 'rows') rows.push(event.data)
      else others.add(event.type)
    }
  })()
  return { rows, others }
}

/** What a window knows that has applied every change. */
function applied(rows: Rows[]) {
  const known = new Map<string, Rows['changed'][number]>()
  for (const { changed, removed } of rows) {
    for (const row of changed) known.set(row.id, row)
    for (const id of removed) known.delete(id)
  }
  return [...known.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1))
}

/** What an open window shows while the engine works. */
export function describeWindow(name: string, openStore: () => Promise<Store>): void {
  describe(`${name}: window`, () => {
    it('rows: changes are coalesced, and who applies them all knows the queue', async () => {
      const rig = await openRig(openStore, { key: null })
      const heard = listen(rig)
      const [first = ''] = await Promise.all(
        Array.from({ length: 50 }, (_, i) => rig.add(`${i}.pdf`, { pages: pagesOf(1, i) })),
      )
      await rig.untilIdle()
      await rig.clock.advance(1_000)
      const { documents } = await rig.queue()
      expect(documents.map((row) => row.state)).toEqual(documents.map(() => 'completed'))
      expect(applied(heard.rows)).toEqual(documents.toSorted((a, b) => (a.id < b.id ? -1 : 1)))
      for (const { changed } of heard.rows) expect(new Set(changed.map((row) => row.id)).size).toBe(changed.length)
      // Every document changes at least once in each of four phases.
      expect(heard.rows.length).toBeLessThan(100)
      expect([...heard.others].toSorted((a, b) => (a < b ? -1 : 1))).toEqual(['activity', 'progress', 'window'])

      await rig.answer(rig.engine.commands['documents.delete']({ document: first }))
      await rig.clock.advance(1_000)
      expect(heard.rows.at(-1)).toEqual({ changed: [], removed: [first] })
      expect(applied(heard.rows)).toHaveLength(49)
      await rig.stop()
    })

    it('rows: of many that change at once all are told, though nothing happens after it', async () => {
      const rig = await openRig(openStore)
      await rig.engine.commands['queue.pause']({ finishDocument: false })
      const heard = listen(rig)
      await rig.clock.advance(1_000)
      const files = Array.from({ length: 1_100 }, (_, i) => rig.files.add(`/files/${i}.pdf`, { pages: [] }))
      await rig.answer(rig.engine.commands['documents.add']({ files, priority: 'normal' }))
      await rig.clock.advance(1_000)
      expect(applied(heard.rows)).toHaveLength(1_100)
      await rig.stop()
    })

    it('rows: what could not be read is told when it can be again', async () => {
      const rig = await openRig(openStore)
      await rig.engine.commands['queue.pause']({ finishDocument: false })
      const heard = listen(rig)
      await rig.clock.advance(1_000)
      const read = rig.store.queueRowsOf.bind(rig.store)
      let failures = 0
      rig.store.queueRowsOf = () => {
        failures += 1
        return Promise.reject(new SluiceError('store_failed', 'expected rows, came a failing disk'))
      }
      await rig.add('a.pdf', { pages: [] })
      await rig.clock.advance(5_000)
      expect(failures).toBeGreaterThan(1)
      expect(applied(heard.rows)).toEqual([])
      rig.store.queueRowsOf = read
      await rig.clock.advance(5_000)
      expect(applied(heard.rows)).toHaveLength(1)
      await rig.stop()
    })

    it("progress: the day's cost is right when the last call has landed, though nothing happens after it", async () => {
      const rig = await openRig(openStore)
      let told = 0
      void (async () => {
        for await (const event of rig.engine.events()) if (event.type === 'progress') told = event.data.today.costUsd
      })()
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.untilIdle()
      await rig.clock.advance(2_000)
      expect(told).toBe((await rig.report()).totals.costUsd)
      expect(told).toBeGreaterThan(0)
      await rig.stop()
    })

    it('token window: the gate is open while a call is out, with what is set aside for it', async () => {
      const rig = await openRig(openStore)
      const read = async () => (await rig.engine.commands['window.get']({})).now
      const input = async () => (await read()).limits.find((row) => row.dimension === 'input')
      expect(await read()).toMatchObject({ gate: 'open', callsInFlight: 0, windowMs: 60_000 })
      expect(await input()).toMatchObject({ used: 0, reserved: 0 })
      await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.until(() => rig.llm.asked.length === 1)
      expect(await read()).toMatchObject({ gate: 'open', callsInFlight: 1 })
      const out = await input()
      expect(out?.reserved).toBeGreaterThan(0)
      expect(out?.used).toBe(out?.reserved)
      await rig.untilIdle()
      const after = await input()
      expect(after?.used).toBeGreaterThan(0)
      expect(after?.reserved).toBe(0)
      await rig.stop()
    })

    it('token window: the gate is shut by the limit, held by a service, paused by a person', async () => {
      const gate = async (rig: Rig) => (await rig.engine.commands['window.get']({})).now.gate
      const slow = await openRig(openStore, { settings: { requestsPerMinute: '2' } })
      await slow.add('a.pdf', { pages: pagesOf(3, 1) })
      await slow.until(() => slow.llm.answered.length === 1)
      await slow.clock.advance(5_000)
      expect(await gate(slow)).toBe('shut')
      // The next call holds its place, but is not out.
      expect((await slow.engine.commands['window.get']({})).now.callsInFlight).toBe(0)
      await slow.engine.commands['queue.pause']({ phase: 'kg_ingest', finishDocument: false })
      expect(await gate(slow)).toBe('paused')
      await slow.engine.commands['queue.resume']({ phase: 'kg_ingest' })
      await slow.untilIdle()
      await slow.stop()

      const keyless = await openRig(openStore, { key: null, settings: { provider: 'anthropic' } })
      await keyless.add('a.pdf', { pages: pagesOf(1, 1) })
      await keyless.until((queue) => queue.state === 'waiting')
      expect(await gate(keyless)).toBe('held')
      await keyless.stop()
    })

    it('token window: the history holds ten windows and no more', async () => {
      const rig = await openRig(openStore)
      const read = () => rig.engine.commands['window.get']({})
      await rig.add('a.pdf', { pages: pagesOf(2, 1) })
      await rig.untilIdle()
      await rig.clock.advance(20_000)
      const early = await read()
      expect(early.stepMs).toBe(5_000)
      expect(Math.max(...early.history.input)).toBeGreaterThan(0)
      await rig.clock.advance(30 * 60_000)
      const { requests, input, output } = (await read()).history
      expect([requests.length, input.length, output.length]).toEqual([120, 120, 120])
      expect(Math.max(...input)).toBe(0)
      await rig.stop()
    })

    it('progress: what works, what is lossy, what went wrong today, what the rest will cost', async () => {
      const rig = await openRig(openStore)
      const progress = () => rig.engine.commands['queue.progress']({})
      const calm = { refused: 0, paidTwice: 0, unknown: 0 }
      expect(await progress()).toMatchObject({ documentsWorking: 0, documentsLossy: 0, today: calm, waitingCostUsd: 0 })
      await rig.engine.commands['queue.pause']({ phase: 'kg_ingest', finishDocument: false })
      await rig.add('a.pdf', { pages: pagesOf(3, 1) })
      await rig.add('bad.pdf', { reading: 'pdf_corrupt' })
      await rig.until((queue) => queue.documents.some((row) => row.phases.chunking === 'completed'))
      await rig.clock.advance(60_000)
      const waiting = await progress()
      expect(waiting.waitingCostUsd).toBeGreaterThan(0)
      expect(waiting).toMatchObject({ documentsWorking: 0, documentsLossy: 1, today: { costUsd: 0, ...calm } })
      rig.llm.behave(({ nth }) =>
        nth === 0 ? { status: 429, type: 'rate_limit_error', retryAfterMs: 1_000 } : 'answer',
      )
      await rig.engine.commands['queue.resume']({ phase: 'kg_ingest' })
      await rig.untilIdle()
      await rig.clock.advance(2_000)
      const { totals } = await rig.report()
      expect(await progress()).toMatchObject({
        waitingCostUsd: 0,
        today: { ...calm, refused: 1, costUsd: totals.costUsd },
      })
      await rig.clock.advance(24 * 3_600_000)
      expect((await progress()).today).toEqual({ costUsd: 0, ...calm })
      await rig.stop()
    })

    it('many documents are added in slices, between which the loop turns, and told once', async () => {
      const slices: number[] = []
      const rig = await openRig(async () => {
        const store = await openStore()
        const enqueue: Store['enqueue'] = (documents, now) => {
          slices.push(documents.length)
          return store.enqueue(documents, now)
        }
        return { ...store, enqueue }
      })
      await rig.engine.commands['queue.pause']({ finishDocument: false })
      const files = Array.from({ length: 450 }, (_, n) => rig.files.add(`/files/${n}.pdf`, { pages: [`${n}`] }))
      const added = rig.engine.commands['documents.add']({ files, priority: 'normal' })
      await Promise.resolve()
      // The first slice waits for a turn, so that whatever led to it is over.
      expect(slices).toEqual([])
      expect((await rig.answer(added)).documents.map((one) => one.position)).toEqual(files.map((_, n) => n + 1))
      expect(slices).toEqual([150, 150, 150])
      const kinds = ['document.']
      const told = (await rig.engine.commands['activity.list']({ kinds, limit: 10, before: null })).activities
      expect(told).toMatchObject([{ kind: 'document.added', documentId: null, text: '450 documents were added.' }])
      await rig.stop()
    })

    it('activity: newest first, by kinds, page by page', async () => {
      const rig = await openRig(openStore)
      await rig.engine.commands['queue.pause']({ finishDocument: false })
      const id = await rig.add('a.pdf', { pages: pagesOf(1, 1) })
      await rig.engine.commands['queue.cancel']({ document: id })
      await rig.engine.commands['queue.resume']({})
      const list = async (kinds: string[], limit = 10, before: number | null = null) =>
        (await rig.engine.commands['activity.list']({ kinds, limit, before })).activities
      expect((await list([])).map((one) => one.kind)).toEqual([
        'queue.resumed',
        'document.cancelled',
        'document.added',
        'queue.paused',
      ])
      const [resumed] = await list(['queue.'], 1)
      expect(resumed).toMatchObject({ kind: 'queue.resumed', documentId: null })
      expect((await list(['queue.'], 5, resumed?.seq)).map((one) => one.kind)).toEqual(['queue.paused'])
      expect((await list(['document.'])).map((one) => one.documentId)).toEqual([id, id])
      await rig.stop()
    })
  })
}
