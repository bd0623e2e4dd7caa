import { COMMANDS, type CommandHandlers, type CommandName } from '../../src-shared/contract/commands.ts'
import type { Activity, EngineEvent, Progress, TokenWindow } from '../../src-shared/contract/events.ts'
import type { PauseState, QueueRow } from '../../src-shared/contract/schemas.ts'
import { SluiceError } from '../../src-shared/contract/errors.ts'
import type { Client, Transfer } from '../client/client.ts'
import { letterAnswers } from '../features/letters/testing/answers.ts'
import { makeHistory, STEP_MS } from './window.ts'

/** What a made-up engine knows; tests set it and send events that change it. */
export interface FakeEngine {
  rows: QueueRow[]
  progress: Progress
  window: TokenWindow
  paused: PauseState
  activities: Activity[]
  transfers: Transfer[]
}

export interface FakeClient extends Client {
  readonly engine: FakeEngine
  /** The answers it was made with. */
  readonly handlers: Handlers
  /** Every call that was made, in order. */
  readonly calls: { name: CommandName; input: unknown }[]
  send: (event: EngineEvent) => void
  setOnline: (online: boolean) => void
}

type Handlers = Partial<CommandHandlers>

/** A client over plain data: what is not in `handlers` or known here rejects as a fault. */
export function createFakeClient(engine: FakeEngine, handlers: Handlers = {}): FakeClient {
  const listeners = new Set<{ event: (event: EngineEvent) => void; connection: (online: boolean) => void }>()
  const calls: FakeClient['calls'] = []
  const known = { ...queueHandlers(engine), ...handlers } as Record<
    string,
    ((input: never) => Promise<unknown>) | undefined
  >
  return {
    kind: 'web',
    engine,
    handlers,
    calls,
    call(name, input) {
      calls.push({ name, input })
      const handler = known[name]
      return (
        handler
          ? // As the engine does: the answers see the defaults.
            handler(COMMANDS[name].input.parse(input) as never)
          : Promise.reject(new SluiceError('internal', `expected a handler for ${name}, found none`))
      ) as never
    },
    events(event, connection) {
      const listener = { event, connection }
      listeners.add(listener)
      queueMicrotask(() => connection(true))
      return () => listeners.delete(listener)
    },
    add(_items, onTransfers) {
      onTransfers(engine.transfers)
      return Promise.resolve()
    },
    blob: (sha256) => ({ url: `/blob/${sha256}`, headers: {} }),
    send: (event) => listeners.forEach((listener) => listener.event(event)),
    setOnline: (online) => listeners.forEach((listener) => listener.connection(online)),
  }
}

function queueHandlers(engine: FakeEngine): Handlers {
  return {
    'queue.get': async () => ({
      state: engine.progress.state,
      waitReason: engine.progress.waitReason,
      paused: engine.paused,
      size: engine.progress.documentsLeft,
      current: engine.progress.current?.documentId ?? null,
      documents: engine.rows,
    }),
    'queue.progress': async () => engine.progress,
    'window.get': async () => ({ now: engine.window, stepMs: STEP_MS, history: makeHistory(engine.window) }),
    'activity.list': async () => ({ activities: engine.activities }),
    'retention.get': async () => ({
      answers: { days: 0, answers: 0, input: 0, output: 0, costUsd: 0 },
      files: { days: 0, files: 0, bytes: 0 },
      removed: { answers: 0, costUsd: 0, files: 0, bytes: 0 },
    }),
    'offline.get': async () => ({ documents: 0, chunks: 0, costUsd: 0 }),
    'key.get': async () => ({ key: { source: 'keyring' as const, ending: 'x4Qg' } }),
    'host.info': async () => ({ version: '0.1.0', dataFolder: '/home/ines/.local/share/sluice', samples: true }),
    'queue.pause': async ({ phase, finishDocument }) => {
      const finishing = finishDocument ? (engine.progress.current?.documentId ?? null) : null
      engine.paused = phase
        ? { ...engine.paused, phases: [...engine.paused.phases, phase] }
        : { ...engine.paused, all: true, finishing }
      return engine.paused
    },
    'queue.resume': async () => {
      engine.paused = { all: false, phases: [], finishing: null }
      return engine.paused
    },
    'queue.retry': async ({ document }) => ({ documents: document === undefined ? [] : [document] }),
    'queue.cancel': async ({ document }) => ({ id: document, name: document, cancelled: true }),
    'documents.delete': async ({ document }) => ({
      id: document,
      name: document,
      erased: { answers: 0, costUsd: 0 },
      backups: [],
    }),
    'backups.list': async () => ({ backups: [] }),
    'samples.add': async () => ({ documents: [] }),
    ...letterAnswers(() => engine.rows),
    'offline.reread': async () => ({ documents: [] }),
  }
}
