import { describe, expect, it } from 'vitest'
import type { EngineEvent } from '../../../src-shared/contract/events.ts'
import { followEvents } from './follow-events.ts'

const event = (text: string): EngineEvent => ({
  type: 'activity',
  data: { seq: 1, at: 1, kind: 'hello', documentId: null, text },
})

/** Streams in order, each told as its texts; null is a connection that fails. What happens is kept in order. */
function follow(streams: (string[] | null)[]) {
  const log: string[] = []
  let over = () => {}
  const ended = new Promise<void>((resolve) => (over = resolve))
  const left = [...streams]
  const stop = followEvents(
    {
      async open() {
        const texts = left.shift()
        if (texts === undefined) {
          over()
          return new Promise(() => {})
        }
        if (texts === null) throw new Error('refused')
        return (async function* () {
          for (const text of texts) yield event(text)
        })()
      },
      async wait(ms) {
        log.push(`wait ${ms}`)
      },
    },
    (heard) => log.push(heard.type === 'activity' ? heard.data.text : heard.type),
    (online) => log.push(online ? 'online' : 'offline'),
  )
  return { log, ended, stop }
}

describe('followEvents', () => {
  it('is online with the first event, and again after each break', async () => {
    const { log, ended, stop } = follow([['a', 'b'], ['c']])
    await ended
    expect(log).toEqual(['online', 'a', 'b', 'offline', 'wait 250', 'online', 'c', 'offline', 'wait 250'])
    stop()
  })

  it('waits longer after each failure, and says once that it is offline', async () => {
    const { log, ended, stop } = follow([null, null, null, [], null, null, null, ['a'], null])
    await ended
    expect(log).toEqual([
      'offline',
      'wait 250',
      'wait 500',
      'wait 1000',
      'wait 2000',
      'wait 4000',
      'wait 5000',
      'wait 5000',
      'online',
      'a',
      'offline',
      'wait 250',
      'wait 500',
    ])
    stop()
  })

  it('says nothing more when it is stopped', async () => {
    const { log, stop } = follow([['a']])
    stop()
    await Promise.resolve()
    expect(log).toEqual([])
  })
})
