import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Engine } from '../../engine/index.ts'

/** Answers two commands, keeps what happened in order, and has one event stream that waits for a word. */
export function fakeEngine(name: string, log: { push(line: string): unknown }): Engine {
  let stopped = () => {}
  const stop = new Promise<void>((resolve) => (stopped = resolve))
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
    async *events() {
      yield { type: 'activity', data: { seq: 1, at: 1, kind: 'hello', documentId: null, text: name } }
      await stop
    },
    async start() {
      log.push(`${name} starts`)
    },
    async stop() {
      log.push(`${name} stops`)
      stopped()
    },
  }
}
