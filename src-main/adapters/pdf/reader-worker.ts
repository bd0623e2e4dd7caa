import { SluiceError } from '../../../src-shared/contract/errors.ts'
import type { Clock, SpawnWorker, WorkerExit } from '../../engine/ports.ts'
import { MEMORY_EXIT_CODE, parseReply, type ReaderReply, type ReaderRequest } from './reader-protocol.ts'

type Reply<K extends ReaderReply['kind']> = Extract<ReaderReply, { kind: K }>

interface Patience {
  /** How long this answer may take. */
  ms: number
  /** The whole budget of the document, for the message. */
  budgetMs: number
}

/** One reader process, seen from outside. One request at a time. */
export interface ReaderWorker {
  readonly memoryMegabytes: number
  readonly pid: number | undefined
  /** No more requests: it has ended, or was ended. */
  isDead(): boolean
  /**
   * Rejects with the document's own error, or with reader_timeout (the process is killed), reader_memory,
   * reader_crashed.
   */
  ask<K extends ReaderReply['kind']>(request: ReaderRequest, expected: K, patience: Patience): Promise<Reply<K>>
  kill(): void
  /** Resolves when the process is gone. */
  readonly ended: Promise<void>
}

export function startReaderWorker(spawn: SpawnWorker, clock: Clock, memoryMegabytes: number): ReaderWorker {
  const child = spawn('reader', { heapMegabytes: memoryMegabytes })
  const ended = Promise.withResolvers<void>()
  let dead = false
  let exit: WorkerExit = null
  let page: number | null = null
  let waiting: { settle(reply: ReaderReply): void; fail(error: SluiceError): void } | null = null

  child.onMessage((message) => {
    const reply = parseReply(message)
    if (reply?.kind === 'reading') page = reply.page
    else if (reply) waiting?.settle(reply)
  })
  child.onExit((how) => {
    dead = true
    exit = how
    waiting?.fail(exitError(exit, page, memoryMegabytes))
    ended.resolve()
  })
  child.send({ kind: 'start', memoryMegabytes } satisfies ReaderRequest)

  return {
    memoryMegabytes,
    pid: child.pid,
    ended: ended.promise,
    isDead: () => dead,
    kill: () => {
      dead = true
      child.kill()
    },
    ask: <K extends ReaderReply['kind']>(request: ReaderRequest, expected: K, patience: Patience) => {
      const { promise, resolve, reject } = Promise.withResolvers<Reply<K>>()
      if (request.kind === 'open') page = null
      const cancel = clock.after(patience.ms, () => {
        dead = true
        child.kill()
        waiting?.fail(timeoutError(patience, page))
      })
      const done = (): void => {
        cancel()
        waiting = null
      }
      waiting = {
        settle: (reply) => {
          done()
          if (reply.kind === expected) resolve(reply as Reply<K>)
          else if (reply.kind === 'failed') reject(new SluiceError(reply.code, reply.message))
          else reject(new SluiceError('reader_crashed', `Expected ${expected} of the reader; came ${reply.kind}.`))
        },
        fail: (error) => {
          done()
          reject(error)
        },
      }
      if (dead) waiting.fail(exitError(exit, page, memoryMegabytes))
      else child.send(request)
      return promise
    },
  }
}

function timeoutError({ budgetMs }: Patience, page: number | null): SluiceError {
  const where = page === null ? 'it was still being opened' : `page ${page} was still being read`
  return new SluiceError('reader_timeout', `Expected the document to be read within ${budgetMs / 1000} s; ${where}.`)
}

function exitError(exit: WorkerExit, page: number | null, memoryMegabytes: number): SluiceError {
  if (exit === 'not started') {
    return new SluiceError('computer_busy', 'Expected a process that reads documents; none could be started.')
  }
  const where = page === null ? 'the document' : `page ${page} of the document`
  if (exit === MEMORY_EXIT_CODE) {
    return new SluiceError('reader_memory', `Expected at most ${memoryMegabytes} MB for ${where}; came more.`)
  }
  const how = exit === null ? 'a signal' : `code ${exit}`
  return new SluiceError('reader_crashed', `Expected the text of ${where}; the reader ended by ${how}.`)
}
