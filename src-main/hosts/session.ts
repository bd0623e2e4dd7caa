import { setTimeout as sleep } from 'node:timers/promises'
import { SluiceError } from '../../src-shared/contract/errors.ts'
import type { Engine } from '../engine/index.ts'
import { attach } from './attach.ts'
import { OwnerLost, type Api } from './api.ts'
import { localApi } from './dispatch.ts'
import { tryOwn, type Lock } from './owner-lock.ts'
import { ownerPlace, sayOwnerPlace } from './owner-place.ts'
import { socketPlace } from './socket-path.ts'
import { version } from './version.ts'

/** An engine wired for a data folder, not yet working. `close` gives its files back after `engine.stop`. */
export interface Composed {
  engine: Engine
  close(): Promise<void>
}

export interface SessionOptions {
  /** Real path, from `prepareDataFolder`. */
  folder: string
  /**
   * `work`: the queue is to be worked: own the folder and serve it, or attach to the owner and take its place when it ends.
   * `use`: one thing is to be done: attach to the owner, or open the store for as long as it takes.
   */
  mode: 'work' | 'use'
  compose(folder: string): Promise<Composed>
  /** Told when an owner has ended and this process goes on in its place or with the next one. */
  onMoved?(owns: boolean): void
  /** How long a held lock without a listening owner is waited for: starting up, shutting down, a one-off verb. */
  patienceMs?: number
}

/** The contract for as long as the caller needs it, whoever owns the folder meanwhile. */
export interface Session extends Api {
  /** Whether this process is the owner at the moment; else the owner's pid. */
  readonly owner: { mine: boolean; pid: number }
  /** Ends the work of an engine of our own; commands are answered until `close`. Of another's engine: nothing. */
  stop(): Promise<void>
  /** Gives up what is owned: the engine stops gracefully, the socket goes, the lock last. Idempotent. */
  close(): Promise<void>
}

interface Connection extends Api {
  owner: Session['owner']
  stop(): Promise<void>
  close(): Promise<void>
}

const PATIENCE_MS = 30_000
const RETRY_MS = 50
/** An owner that listens but is silent for this part of the patience is stopped, not busy. */
const HELLOS = 3

/** Opens a session: every command is asked again of the next owner when one ends before it answered. */
export async function openSession(options: SessionOptions): Promise<Session> {
  let connection = await connect(options)
  let moving: Promise<void> | null = null
  let closing: Promise<void> | null = null

  /** All callers that lost the same owner wait for one move. */
  function move(lost: Connection): Promise<void> {
    if (connection !== lost) return Promise.resolve()
    moving ??= lost
      .close()
      .then(() => connect(options))
      .then((next) => {
        connection = next
        if (next.owner.mine || next.owner.pid !== lost.owner.pid) options.onMoved?.(next.owner.mine)
      })
      .finally(() => {
        moving = null
      })
    return moving
  }

  return {
    get owner() {
      return connection.owner
    },
    async call(name, input) {
      for (;;) {
        const asked = connection
        try {
          return await asked.call(name, input)
        } catch (thrown) {
          if (!(thrown instanceof OwnerLost) || closing) throw thrown
          await move(asked)
        }
      }
    },
    async *events(signal) {
      while (!closing && !signal.aborted) {
        const heard = connection
        try {
          yield* heard.events(signal)
        } catch (thrown) {
          if (!(thrown instanceof OwnerLost)) throw thrown
        }
        // A stream of our own engine ends only because we stop it.
        if (heard.owner.mine || closing || signal.aborted) return
        await move(heard)
      }
    },
    stop: () => connection.stop(),
    close() {
      closing ??= (moving ?? Promise.resolve()).then(() => connection.close())
      return closing
    },
  }
}

async function connect(options: SessionOptions): Promise<Connection> {
  const patienceMs = options.patienceMs ?? PATIENCE_MS
  const deadline = performance.now() + patienceMs
  for (;;) {
    const attached = await attach(ownerPlace(options.folder), options.folder, Math.ceil(patienceMs / HELLOS))
    if (attached) return { ...attached, owner: { mine: false, pid: attached.owner.pid }, stop: async () => {} }
    const lock = await tryOwn(options.folder)
    if (lock) return own(lock, options)
    if (performance.now() > deadline) {
      throw new SluiceError(
        'owner_unreachable',
        `expected the Sluice that holds ${options.folder} to answer, came nothing for ${patienceMs / 1000} s`,
      )
    }
    await sleep(RETRY_MS)
  }
}

/** Start-up, and what a client does when its owner ends: the same code. */
async function own(lock: Lock, options: SessionOptions): Promise<Connection> {
  // In reverse order of what was opened; a step that fails does not keep the others from being undone.
  const undo: (() => void | Promise<void>)[] = [() => lock.release()]
  const close = once(async () => {
    const failures: unknown[] = []
    for (const step of undo.toReversed())
      await Promise.resolve()
        .then(step)
        .catch((error: unknown) => failures.push(error))
    if (failures.length > 0) throw failures[0]
  })
  try {
    const { engine, close: closeFiles } = await options.compose(options.folder)
    undo.push(closeFiles)
    if (options.mode === 'work') {
      const { serveSocket } = await import('./socket.ts')
      const owner = { folder: options.folder, pid: process.pid, version }
      const place = socketPlace(options.folder)
      const server = await serveSocket(place, { api: localApi(engine), owner })
      undo.push(() => server.close())
      sayOwnerPlace(options.folder, place)
      undo.push(() => engine.stop())
      await engine.start()
    }
    return { ...localApi(engine), owner: { mine: true, pid: process.pid }, stop: () => engine.stop(), close }
  } catch (error) {
    await close().catch(() => undefined)
    throw error
  }
}

function once(run: () => Promise<void>): () => Promise<void> {
  let result: Promise<void> | null = null
  return () => (result ??= run())
}
