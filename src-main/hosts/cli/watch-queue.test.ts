import { describe, expect, it } from 'vitest'
import type { Progress } from '../../../src-shared/contract/events.ts'
import { queueEnd } from './watch-queue.ts'

const running = { state: 'running', waitReason: null, documentsLeft: 2 } as Progress
const held = (needsPerson: boolean): Progress => ({
  ...running,
  state: 'waiting',
  waitReason: {
    kind: 'service',
    text: 'held: key rejected',
    since: 0,
    until: null,
    needsPerson,
    error: { code: 'key_rejected', message: 'expected a key, came none', remedy: 'Replace the API key.' },
  },
})

describe('queueEnd', () => {
  it('is done when nothing is left, whatever else is', () => {
    expect(queueEnd({ ...held(true), documentsLeft: 0 }, false)).toEqual({ kind: 'done' })
  })

  it('goes on while work goes on or mends itself', () => {
    expect(queueEnd(running, true)).toBeNull()
    expect(queueEnd(held(false), false)).toBeNull()
  })

  it('ends with the remedy when a person is needed', () => {
    expect(queueEnd(held(true), false)).toEqual({
      kind: 'person',
      reason: 'held: key rejected. Replace the API key',
    })
  })

  it.each(['paused: resume to go on', 'paused: kg_ingest; resume to go on'])(
    'ends at "%s" only where it was set before',
    (text) => {
      const waitReason = { kind: 'paused', text, since: 0, until: null, needsPerson: false, error: null } as const
      const paused: Progress = { ...running, state: 'paused', waitReason }
      expect(queueEnd(paused, true)).toEqual({ kind: 'person', reason: `${text}: npm start -- resume` })
      expect(queueEnd(paused, false)).toBeNull()
    },
  )
})
