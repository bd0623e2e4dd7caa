import { asSluiceError, type ErrorCode } from '../../../src-shared/contract/errors.ts'
import type { Clock, Logger, ReaderHost, ReaderOptions, ReaderSession, SpawnWorker } from '../../engine/ports.ts'
import { startReaderWorker, type ReaderWorker } from './reader-worker.ts'

interface PdfReaderHostOptions {
  spawn: SpawnWorker
  clock: Clock
  logger: Logger
}

/** A process that has read so many documents is replaced: leaks of a library must not add up over a night. */
const MAX_DOCUMENTS = 50
/** So is one that holds more than this share of its memory when it has nothing to do. */
const MAX_IDLE_SHARE = 0.4
/** How long an idle process may take to let go of a document before it is replaced. */
const CLOSE_MS = 2000

/** Faults that an earlier document may have caused: worth one try in a new process. */
const OF_THE_PROCESS: readonly ErrorCode[] = ['reader_crashed', 'reader_memory']

interface Pooled {
  worker: ReaderWorker
  documents: number
}

/**
 * Reads PDFs in child processes. One warm process is kept, since starting one costs more than a short document; a
 * process that hangs, dies or grows takes only its own document with it. The time of a document is what its caller
 * waits for it: a session that is parked uses none.
 */
export function createPdfReaderHost({ spawn, clock, logger }: PdfReaderHostOptions): ReaderHost {
  const all = new Set<ReaderWorker>()
  let idle: Pooled | null = null

  const start = (memoryMegabytes: number): Pooled => {
    const worker = startReaderWorker(spawn, clock, memoryMegabytes)
    all.add(worker)
    void worker.ended.then(() => {
      all.delete(worker)
      if (idle?.worker === worker) idle = null
    })
    return { worker, documents: 0 }
  }

  /** The warm process, if it is alive and has the right cap. */
  const takeIdle = (memoryMegabytes: number): Pooled | null => {
    const warm = idle
    idle = null
    if (warm && !warm.worker.isDead() && warm.worker.memoryMegabytes === memoryMegabytes) return warm
    warm?.worker.kill()
    return null
  }

  const giveBack = (pooled: Pooled, rssMegabytes: number): void => {
    pooled.documents += 1
    const isWorn = pooled.documents >= MAX_DOCUMENTS || rssMegabytes > pooled.worker.memoryMegabytes * MAX_IDLE_SHARE
    if (isWorn || idle !== null) {
      logger.debug('reader replaced', { documents: pooled.documents, rssMegabytes })
      pooled.worker.kill()
    } else idle = pooled
  }

  const openIn = async (pooled: Pooled, path: string, options: ReaderOptions): Promise<ReaderSession> => {
    const { worker } = pooled
    const patience = { budgetMs: options.timeoutMs }
    let spentMs = 0
    const timed = async <T>(step: (ms: number) => Promise<T>): Promise<T> => {
      const began = clock.monotonic()
      try {
        return await step(Math.max(0, options.timeoutMs - spentMs))
      } finally {
        spentMs += clock.monotonic() - began
      }
    }
    let asking = false
    let closed = false
    const close = async (): Promise<void> => {
      if (closed) return
      closed = true
      if (asking || worker.isDead()) return worker.kill()
      const reply = await worker.ask({ kind: 'close' }, 'closed', { ...patience, ms: CLOSE_MS }).catch(() => null)
      if (reply) giveBack(pooled, reply.rssMegabytes)
      else worker.kill()
    }
    try {
      const { fromPage } = options
      const opened = await timed((ms) => worker.ask({ kind: 'open', path, fromPage }, 'opened', { ...patience, ms }))
      return {
        info: { pages: opened.pages, title: opened.title },
        next: async () => {
          asking = true
          try {
            const { pages } = await timed((ms) => worker.ask({ kind: 'next' }, 'pages', { ...patience, ms }))
            return pages
          } catch (thrown) {
            logger.warn('reading failed', { path, ...asSluiceError(thrown).info })
            throw thrown
          } finally {
            asking = false
          }
        },
        close,
      }
    } catch (thrown) {
      await close()
      throw thrown
    }
  }

  return {
    open: async (path, options) => {
      const warm = takeIdle(options.memoryMegabytes)
      if (warm === null) return openIn(start(options.memoryMegabytes), path, options)
      try {
        return await openIn(warm, path, options)
      } catch (thrown) {
        if (!OF_THE_PROCESS.includes(asSluiceError(thrown).code)) throw thrown
        return openIn(start(options.memoryMegabytes), path, options)
      }
    },
    close: async () => {
      idle = null
      const ending = [...all]
      for (const worker of ending) worker.kill()
      await Promise.all(ending.map((worker) => worker.ended))
    },
  }
}
