import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Engine } from '../../engine/index.ts'
import { createEventHub } from '../../engine/testing/event-hub.ts'

/** Answers two commands, keeps what happened in order, and has one event stream that waits for a word. */
export function fakeEngine(name: string, log: { push(line: string): unknown }): Engine {
  const hub = createEventHub()
  const commands = {
    'limits.get': async () => {
      log.push(`${name} limits`)
      return { limits: [] }
    },
    'queue.cancel': async () => {
      throw new SluiceError('document_unknown', 'expected a document, came x', { remedy: 'Look again.' })
    },
    'graph.stats': async () => {
      throw new TypeError('a bug')
    },
  }
  return {
    commands: commands as unknown as Engine['commands'],
    events() {
      const events = hub.subscribe()
      hub.activity({ seq: 1, at: 1, kind: 'hello', documentId: null, text: name })
      return events
    },
    async start() {
      log.push(`${name} starts`)
    },
    async stop() {
      log.push(`${name} stops`)
      hub.close()
    },
  }
}
