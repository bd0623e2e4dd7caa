import { describe, expect, it } from 'vitest'
import type { Activity, Progress } from '../../../src-shared/contract/events.ts'
import { createEventHub } from './event-stream.ts'

const progress = (documentsLeft: number) => ({ documentsLeft }) as Progress
const activity = (seq: number): Activity => ({ seq, at: 0, kind: 'test', documentId: null, text: `event ${seq}` })

describe('event hub', () => {
  it('gives what happened in order, then how things stand, once', async () => {
    const hub = createEventHub()
    const events = hub.subscribe()
    hub.progress(progress(3))
    hub.activity(activity(1))
    hub.activity(activity(2))
    hub.progress(progress(1))
    expect((await events.next()).value).toMatchObject({ type: 'activity', data: { seq: 1 } })
    expect((await events.next()).value).toMatchObject({ type: 'activity', data: { seq: 2 } })
    expect((await events.next()).value).toMatchObject({ type: 'progress', data: { documentsLeft: 1 } })
    const next = events.next()
    hub.progress(progress(0))
    expect((await next).value).toMatchObject({ data: { documentsLeft: 0 } })
  })

  it('keeps a bounded number for one who never reads, and forgets who has gone', async () => {
    const hub = createEventHub()
    const slow = hub.subscribe()
    const gone = hub.subscribe()
    await gone.return?.()
    for (let seq = 0; seq < 10_000; seq++) hub.activity(activity(seq))
    expect(hub.subscribers()).toBe(1)
    expect((await slow.next()).value).toMatchObject({ data: { seq: 9_800 } })
    hub.close()
    let left = 0
    for await (const event of slow) left += event.type === 'activity' ? 1 : 0
    expect(left).toBe(199)
  })
})
