import { createPdfReaderHost } from '../../src-main/adapters/pdf/reader-host.ts'
import { createSystemClock } from '../../src-main/adapters/system/system-clock.ts'
import type { Logger, ReaderHost, SpawnWorker } from '../../src-main/engine/ports.ts'
import { builtWorkers } from './engine-in-hand.ts'

/** What is measured here is not the log. */
const noLogger: Logger = { debug() {}, info() {}, warn() {}, error() {} }

/** The product's reader without an engine. */
export interface ReaderInHand {
  /** Reads every page, one document at a time. */
  read(path: string): Promise<{ ms: number; pages: number }>
  /** Of the reader's process, once it was started. */
  pid(): number | undefined
  close(): Promise<void>
}

export function openReader(): ReaderInHand {
  const built = builtWorkers()
  let pid: number | undefined
  const spawn: SpawnWorker = (...args) => {
    const worker = built(...args)
    pid = worker.pid
    return worker
  }
  const host: ReaderHost = createPdfReaderHost({ spawn, clock: createSystemClock(), logger: noLogger })
  return {
    async read(path) {
      const began = performance.now()
      const session = await host.open(path, { fromPage: 1, timeoutMs: 600_000, memoryMegabytes: 1024 })
      let pages = 0
      for (let batch = await session.next(); batch.length > 0; batch = await session.next()) pages += batch.length
      await session.close()
      return { ms: performance.now() - began, pages }
    },
    pid: () => pid,
    close: () => host.close(),
  }
}
