import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../src-shared/contract/events.ts'
import { createEventHub } from '../engine/testing/event-hub.ts'
import { endingWith } from './dispatch.ts'

const activity = (seq: number) => ({ seq, at: 0, kind: 'x', documentId: null, text: 'x' })

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc') as () => void

describe('endingWith', () => {
  it('ends while the next event is awaited, and gives the subscription back', async () => {
    const hub = createEventHub()
    const ending = new AbortController()
    const events = endingWith(hub.subscribe(), ending.signal)
    hub.activity(activity(1))
    expect(await events.next()).toMatchObject({ value: { data: { seq: 1 } } })
    const next = events.next()
    ending.abort()
    expect(await next).toEqual({ done: true, value: undefined })
    expect(hub.subscribers()).toBe(0)
  })

  it('gives nothing once the signal has aborted', async () => {
    const hub = createEventHub()
    const stream = hub.subscribe()
    hub.activity(activity(1))
    expect(await endingWith(stream, AbortSignal.abort()).next()).toEqual({ done: true, value: undefined })
    expect(hub.subscribers()).toBe(0)
  })

  it('keeps hold of no event that it has given', async () => {
    const hub = createEventHub()
    const events = endingWith(hub.subscribe(), new AbortController().signal)
    const given: WeakRef<EngineEvent>[] = []
    for (let seq = 0; seq < 100; seq += 1) {
      hub.activity(activity(seq))
      const { value } = await events.next()
      given.push(new WeakRef(value as EngineEvent))
    }
    // A WeakRef holds its target until the present turn of the event loop is over.
    await new Promise((resolve) => setImmediate(resolve))
    collectGarbage()
    // The last result may still lie in a register or a frame.
    expect(given.filter((event) => event.deref() !== undefined).length).toBeLessThan(5)
    await events.return(undefined)
  })
})
