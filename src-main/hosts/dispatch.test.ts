import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../src-shared/contract/events.ts'
import { endingWith } from './dispatch.ts'

const event = (seq: number): EngineEvent => ({
  type: 'activity',
  data: { seq, at: 1, kind: 'hello', documentId: null, text: 'x' },
})

async function* endless(): AsyncGenerator<EngineEvent> {
  for (let seq = 0; ; seq += 1) yield event(seq)
}

describe('endingWith', () => {
  it('ends while the next event is awaited', async () => {
    const ending = new AbortController()
    const silent = { ...endless(), next: () => new Promise<never>(() => {}) } as AsyncGenerator<EngineEvent>
    const next = endingWith(silent, ending.signal).next()
    ending.abort()
    expect(await next).toEqual({ done: true, value: undefined })
  })

  it('gives nothing when it was ended before', async () => {
    expect(await endingWith(endless(), AbortSignal.abort()).next()).toEqual({ done: true, value: undefined })
  })

  it('keeps no event that was taken: a stream lasts for days', async () => {
    setFlagsFromString('--expose-gc')
    const gc = runInNewContext('gc') as () => void
    const stream = endingWith(endless(), new AbortController().signal)
    const taken: WeakRef<EngineEvent>[] = []
    for (let count = 0; count < 100; count += 1) {
      const { value } = (await stream.next()) as { value: EngineEvent }
      taken.push(new WeakRef(value))
    }
    await new Promise((resolve) => setImmediate(resolve))
    gc()
    expect(taken.filter((ref) => ref.deref() !== undefined).length).toBeLessThan(10)
    await stream.return(undefined)
  })
})
