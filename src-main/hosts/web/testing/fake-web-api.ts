import { SluiceError } from '../../../../src-shared/contract/errors.ts'
import type { EngineEvent } from '../../../../src-shared/contract/events.ts'
import type { Engine } from '../../../engine/index.ts'
import { localApi } from '../../dispatch.ts'
import type { Session } from '../../session.ts'

/** An engine in plain data, as far as a web host asks it: its documents, its pauses, and what was done to it. */
export interface FakeWebApi extends Pick<Session, 'call' | 'events' | 'owner'> {
  documents: { id: string; path: string; sha256: string | null }[]
  paused: boolean
  settings: Record<string, string | number>
  /** Tells open streams. */
  send(event: EngineEvent): void
  /** Streams that are open at the moment. */
  streams(): number
}

type Listener = (event: EngineEvent | null) => void

export function fakeWebApi(): FakeWebApi {
  const listeners = new Set<Listener>()
  const state = { documents: [] as FakeWebApi['documents'], paused: false, settings: { maxFileMegabytes: 1 } }
  const pauses = () => ({ all: state.paused, phases: [] })
  const commands = {
    'queue.get': async () => ({ state: 'idle', paused: pauses(), size: state.documents.length, documents: [] }),
    'queue.progress': async () => ({ state: 'idle', documentsLeft: state.documents.length }),
    'queue.pause': async () => {
      state.paused = true
      return pauses()
    },
    'config.get': async () => ({ settings: Object.entries(state.settings).map(([name, value]) => ({ name, value })) }),
    'config.set': async ({ name, value }: { name: keyof typeof state.settings; value: number }) => {
      state.settings[name] = value
      return { name, value }
    },
    'documents.add': async ({ files }: { files: { path: string }[] }) => {
      const added = files.map(({ path }) => ({ id: `document-${state.documents.length}`, path, sha256: null }))
      state.documents.push(...added)
      return { documents: added.map(({ id, path }) => ({ id, path, position: 1, already: false })) }
    },
    'report.get': async () => ({ documents: state.documents }),
    'report.document': async ({ document }: { document: string }) => {
      const found = state.documents.find(({ id }) => id === document)
      if (!found) throw new SluiceError('document_unknown', `expected a document, came ${document}`)
      return found
    },
  }
  const api = localApi({
    commands: commands as unknown as Engine['commands'],
    events: () => stream(listeners),
  })
  return Object.assign(state, {
    ...api,
    owner: { mine: true, pid: process.pid },
    send: (event: EngineEvent) => listeners.forEach((listener) => listener(event)),
    streams: () => listeners.size,
  })
}

/** Subscribed from the start, as an engine's is. */
function stream(listeners: Set<Listener>): AsyncIterableIterator<EngineEvent> {
  const waiting: EngineEvent[] = []
  let wake = () => {}
  const listener: Listener = (event) => {
    if (event) waiting.push(event)
    wake()
  }
  listeners.add(listener)
  return {
    [Symbol.asyncIterator]() {
      return this
    },
    async next() {
      while (listeners.has(listener)) {
        const value = waiting.shift()
        if (value) return { done: false, value }
        await new Promise<void>((resolve) => (wake = resolve))
      }
      return { done: true, value: undefined }
    },
    async return() {
      listeners.delete(listener)
      wake()
      return { done: true, value: undefined }
    },
  }
}
