import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { EntityFinder, SpawnWorker, WorkerProcess } from '../../engine/ports.ts'
import type { FinderReply } from './finder-protocol.ts'

/** A chunk needs some 60 MB beside the library's word lists. */
const HEAP_MEGABYTES = 256
/** A chunk takes a tenth of a second; a process that is silent for so long is taken for hung. */
const PATIENCE_MS = 60_000
/** A new process may do what the old one could not; a text that ends two of them is the cause itself. */
const TRIES = 2

interface OfflineFinderOptions {
  spawn: SpawnWorker
}

/**
 * Finds entities by word lists and grammar in a child process, which is started with the first text, kept warm, and replaced
 * when it dies. Texts are answered one after the other. Rejects with `retries_exhausted` (scope chunk), so that a text
 * which no process survives costs its chunk and not the document.
 */
export function createOfflineFinder({ spawn }: OfflineFinderOptions): EntityFinder {
  let child: FinderProcess | null = null
  let turn: Promise<unknown> = Promise.resolve()
  let closed = false

  const findInTurn = async (text: string) => {
    let reply: FinderReply = { error: '' }
    for (let tries = 0; tries < TRIES; tries++) {
      if (closed) throw new SluiceError('internal', 'expected an open entity finder, came a text after it was closed')
      child ??= startFinder(spawn)
      const asked = child
      reply = await asked.ask(text)
      if ('answer' in reply) return reply.answer
      if (asked.isDead()) child = null
      if (asked.neverStarted()) {
        throw new SluiceError('computer_busy', 'Expected a process that finds entities; none could be started.')
      }
    }
    throw new SluiceError('retries_exhausted', `expected the entities of a chunk, came: ${reply.error}`, {
      remedy: 'The offline finder could not read this text; retry the gap, or let a model read it.',
    })
  }

  return {
    find: (text) => {
      const found = turn.then(() => findInTurn(text))
      turn = found.catch(() => {})
      return found
    },
    close: async () => {
      closed = true
      child?.kill()
      await turn
    },
  }
}

interface FinderProcess {
  /** Never rejects: a process that dies or hangs is an error in words. */
  ask(text: string): Promise<FinderReply>
  isDead(): boolean
  neverStarted(): boolean
  kill(): void
}

function startFinder(spawn: SpawnWorker): FinderProcess {
  const worker: WorkerProcess = spawn('finder', { heapMegabytes: HEAP_MEGABYTES })
  let dead = false
  let neverStarted = false
  let settle: (reply: FinderReply) => void = () => {}
  worker.onMessage((message) => settle(message as FinderReply))
  worker.onExit((exit) => {
    dead = true
    neverStarted = exit === 'not started'
    settle({ error: `the finder's process ended (${exit === null ? 'by a signal' : `code ${exit}`})` })
  })
  return {
    ask: (text) =>
      new Promise((resolve) => {
        const hung = setTimeout(() => {
          dead = true
          worker.kill()
          settle({ error: `no answer within ${PATIENCE_MS / 1000} s` })
        }, PATIENCE_MS)
        settle = (reply) => {
          clearTimeout(hung)
          resolve(reply)
        }
        if (dead) settle({ error: "the finder's process could not be started" })
        else worker.send({ text })
      }),
    isDead: () => dead,
    neverStarted: () => neverStarted,
    kill: () => worker.kill(),
  }
}
